import pino from "pino";

/** Log of a verb: JSON lines to standard error, or to nowhere for verbs that print a result. */
export function createLog(level: "info" | "warn"): (line: object) => void {
  const logger = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  return (line) => {
    if ("level" in line && line.level === "error") logger.error({ ...line, level: undefined });
    else logger.info(line);
  };
}
