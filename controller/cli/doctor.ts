import { resolve } from "node:path";
import { examine, type Finding } from "../doctor/index.ts";

interface DoctorCommand {
  readonly lab: string;
  readonly data: string;
  readonly port: number;
  readonly start?: boolean;
  readonly json?: boolean;
}

const MARKS: Readonly<Record<Finding["state"], string>> = { fine: "✓", wrong: "✗", unchecked: "·" };

/** Exit status 0 when nothing is wrong, 1 otherwise. */
export async function doctor(options: DoctorCommand): Promise<void> {
  const findings = await examine({
    labFile: options.lab,
    dataDir: resolve(options.data),
    port: options.port,
    start: options.start === true,
    now: new Date(),
  });
  const count = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length;
  const counts = { fine: count("fine"), wrong: count("wrong"), unchecked: count("unchecked") };
  const ok = counts.wrong === 0;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ ok, ...counts, findings })}\n`
      : `${table(findings)}\n\n${counts.fine} fine, ${counts.wrong} wrong, ${counts.unchecked} not looked at.\n`,
  );
  process.exitCode = ok ? 0 : 1;
}

function table(findings: readonly Finding[]): string {
  const width = Math.min(34, Math.max(...findings.map(({ subject }) => subject.length)));
  return findings
    .map(({ subject, state, found, remedy }) => {
      const line = `${MARKS[state]} ${subject.padEnd(width)}  ${found}`;
      return remedy === "" ? line : `${line}\n  ${" ".repeat(width)}  → ${remedy}`;
    })
    .join("\n");
}
