/** node-opcua writes to the console of whoever uses it; what matters of it reaches us as errors, so it is silenced. */
import { LogLevel, setDebugLogger, setErrorLogger, setLogLevel, setWarningLogger } from "node-opcua";

export function silenceOpcUa(): void {
  setLogLevel(LogLevel.Emergency);
  for (const setLogger of [setDebugLogger, setErrorLogger, setWarningLogger]) setLogger(() => undefined);
}
