/** What the lab file and the limit table say of devices, calibrations and approvals, for the information base. */
import type { Lab } from "../../devices/index.ts";
import { enterEquipment, type InfoBase, type KnownCalibration } from "../infobase/index.ts";
import type { LimitTable } from "../metrology/index.ts";

/** Enters what changed since it was last entered. */
export function enterLabEquipment(base: InfoBase, lab: Lab, table: LimitTable, nowMs: number): void {
  const devices = Object.entries(lab.devices).map(([name, { kind, ...entry }]) => ({ name, kind, entry }));
  enterEquipment(
    base,
    {
      devices,
      calibrations: [...deviceCalibrations(lab), ...referenceCertificates(lab)],
      limitTables: [table],
    },
    new Date(nowMs).toISOString(),
  );
}

function deviceCalibrations(lab: Lab): KnownCalibration[] {
  return Object.entries(lab.devices).flatMap(([name, { calibration }]): KnownCalibration[] => {
    if (calibration === undefined) return [];
    const tested = Object.values(lab.lines).find(({ tester }) => tester === name);
    const expanded = tested?.dailyVerification?.testerExpandedHr ?? null;
    return [
      {
        kind: "device",
        subject: name,
        certificate: calibration.certificate,
        calibratedOn: null,
        validUntil: calibration.validUntil,
        value: null,
        expandedUncertainty: expanded,
        unit: expanded === null ? "" : "HR",
      },
    ];
  });
}

function referenceCertificates(lab: Lab): KnownCalibration[] {
  return Object.values(lab.lines).flatMap(({ references }) =>
    references.map(
      ({ serial, certificate, validUntil, valueHr, expandedHr }): KnownCalibration => ({
        kind: "reference",
        subject: serial,
        certificate,
        calibratedOn: null,
        validUntil,
        value: valueHr,
        expandedUncertainty: expandedHr,
        unit: "HR",
      }),
    ),
  );
}
