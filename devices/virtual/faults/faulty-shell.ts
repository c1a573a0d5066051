/** A device's shell that refuses a frame, or shows the job before again, when that was arranged. */
import type { ControlFrame, DeviceStatus, JobFrame, RefusalReason } from "../../wire/index.ts";
import type { DeviceShell } from "../shell/index.ts";

export interface ShellFaults {
  /** Why a frame that would be a new job is refused, or undefined. */
  refuses(frame: JobFrame): RefusalReason | undefined;
  /** Called once for each new job: for how many polls the one before is shown, after how many that show the new one. */
  echoes(frame: JobFrame): { readonly after: number; readonly polls: number } | undefined;
  /** A reset word came. */
  reset(): void;
}

type ShownJob = Pick<
  DeviceStatus,
  | "controllerId"
  | "jobNumber"
  | "command"
  | "jobState"
  | "held"
  | "faultCode"
  | "faultText"
  | "result"
  | "resultText"
>;

function shownJob(status: DeviceStatus): ShownJob {
  const { controllerId, jobNumber, command, jobState, held, faultCode, faultText, result, resultText } =
    status;
  return { controllerId, jobNumber, command, jobState, held, faultCode, faultText, result, resultText };
}

/** The shell as its server is to see it. */
export function faultyShell(shell: DeviceShell, faults: ShellFaults): DeviceShell {
  let refusal: DeviceStatus["refusal"] | undefined;
  let again: { after: number; polls: number; readonly job: ShownJob } | undefined;

  const status = (): DeviceStatus => {
    const live = { ...shell.status(), ...(refusal === undefined ? {} : { refusal }) };
    if (again === undefined) return live;
    if (again.after > 0) {
      again.after--;
      return live;
    }
    if (again.polls-- > 0) return { ...live, ...again.job };
    again = undefined;
    return live;
  };

  const submit = (frame: JobFrame): RefusalReason => {
    const before = shell.status();
    const isNew = before.controllerId !== frame.controllerId || before.jobNumber !== frame.jobNumber;
    const reason = isNew ? faults.refuses(frame) : undefined;
    if (reason !== undefined) {
      refusal = { controllerId: frame.controllerId, jobNumber: frame.jobNumber, reason };
      shell.touch();
      return reason;
    }
    refusal = undefined;
    const answer = shell.submit(frame);
    if (answer !== "none" || !isNew) return answer;
    const echo = faults.echoes(frame);
    again = echo && { ...echo, job: shownJob(before) };
    return answer;
  };

  const control = (frame: ControlFrame): RefusalReason => {
    refusal = undefined;
    const answer = shell.control(frame);
    if (answer === "none" && frame.control === "reset") faults.reset();
    return answer;
  };

  return {
    get name() {
      return shell.name;
    },
    get sequence() {
      return shell.sequence;
    },
    submit,
    control,
    status,
    noteChecksumError: () => shell.noteChecksumError(),
    setMode: (mode) => shell.setMode(mode),
    setHealth: (health) => shell.setHealth(health),
    freezeHeartbeat: (frozen) => shell.freezeHeartbeat(frozen),
    touch: () => shell.touch(),
    restart() {
      refusal = undefined;
      again = undefined;
      shell.restart();
    },
    onChange: (listener) => shell.onChange(listener),
    close: () => shell.close(),
  };
}
