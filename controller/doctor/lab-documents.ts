/** The documents a lab begins with: the lab file, what it names beside it, its limit table and its devices' address maps. */
import { existsSync } from "node:fs";
import {
  AddressMapError,
  besideLabFile,
  type Lab,
  LabFileError,
  readAddressMap,
  readLabFile,
} from "../../devices/index.ts";
import { readLimitTable } from "../lab/limit-tables.ts";
import { approvalFor, isScaleName, type LimitTable, LimitTableError } from "../metrology/index.ts";
import { type Finding, fine, wrong } from "./finding.ts";

/** The lab file, with a finding for each thing that is wrong in it: its path in the file and what is expected there. */
export function lookAtLabFile(file: string): { readonly lab: Lab | undefined; readonly findings: Finding[] } {
  try {
    const lab = readLabFile(file);
    const [devices, lines] = [Object.keys(lab.devices).length, Object.keys(lab.lines)];
    const kind = lab.virtual === undefined ? "real devices" : "a virtual lab";
    return {
      lab,
      findings: [
        fine("lab file", `${lab.file}: ${lab.title}, ${kind}, ${devices} devices, lines ${lines.join(", ")}`),
      ],
    };
  } catch (error) {
    if (!(error instanceof LabFileError)) throw error;
    return {
      lab: undefined,
      findings: error.findings.map((finding) =>
        wrong(
          "lab file",
          `${file}: ${finding}`,
          "correct it there; calibration-data/labs/default.yaml shows each field",
        ),
      ),
    };
  }
}

/** What a lab file that can be read refers to. */
export function lookAtDocuments(lab: Lab): Finding[] {
  return [...lookAtLimitTable(lab), ...lookAtMaps(lab), ...lookAtPhysicalFile(lab)];
}

function lookAtLimitTable(lab: Lab): Finding[] {
  const subject = `limit table ${lab.limitTables.rockwell}`;
  let table: LimitTable;
  try {
    table = readLimitTable(lab.limitTables.rockwell);
  } catch (error) {
    if (!(error instanceof LimitTableError)) throw error;
    return [
      wrong(subject, error.message, "correct the table, or name another under limitTables in the lab file"),
    ];
  }
  const approval = approvalFor(table, lab.lab);
  const standing = `${table.regulation}, revision ${table.revision}, ${table.status}`;
  const findings = lookAtScales(lab, table, subject);
  if (approval.kind === "provisional")
    findings.push(
      wrong(
        subject,
        `${standing}: ${approval.why}; batches run, their verdicts stay provisional`,
        "have the table read against the regulation and approved by a second person",
      ),
    );
  return findings.length > 0 ? findings : [fine(subject, `${standing}, approved for ${lab.lab}`)];
}

function lookAtScales(lab: Lab, table: LimitTable, subject: string): Finding[] {
  const limited = new Set<string>(table.rows.flatMap(({ scales }) => scales));
  return Object.entries(lab.lines).flatMap(([line, { scales }]) =>
    scales
      .filter((scale) => !isScaleName(scale) || !limited.has(scale))
      .map((scale) =>
        wrong(
          subject,
          isScaleName(scale)
            ? `it has no row for ${scale}, which line ${line} serves`
            : `lines.${line}.scales: "${scale}" is no scale`,
          "correct the line's scales in the lab file, or give the table a row for it",
        ),
      ),
  );
}

function lookAtMaps(lab: Lab): Finding[] {
  const names = [...new Set(Object.values(lab.devices).map(({ map }) => map))];
  return names.map((name) => {
    try {
      return fine(`address map ${name}`, readAddressMap(name).transport);
    } catch (error) {
      if (!(error instanceof AddressMapError)) throw error;
      return wrong(`address map ${name}`, error.message, "correct the map, or name another in the lab file");
    }
  });
}

function lookAtPhysicalFile(lab: Lab): Finding[] {
  if (lab.virtual === undefined) return [];
  const file = besideLabFile(lab, lab.virtual.physical);
  return existsSync(file)
    ? []
    : [wrong("physical file", `there is no ${file}`, "correct virtual.physical in the lab file")];
}
