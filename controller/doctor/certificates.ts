/** The certificates of a data folder: the controller's own, and those it trusts. */
import { X509Certificate } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AddressMapError, type Lab, readAddressMap } from "../../devices/index.ts";
import { type Finding, fine, textOf, unchecked, wrong } from "./finding.ts";

const DAY_MS = 86_400_000;
/** A certificate is to be renewed before it stops a night. */
const RENEW_DAYS = 30;

/** `pkiFolder` is the controller's, whether it is there or not. */
export function lookAtCertificates(lab: Lab, pkiFolder: string, now: Date): Finding[] {
  const secured = Object.entries(lab.devices)
    .filter(([, device]) => isSecured(device))
    .map(([name]) => name);
  if (secured.length === 0) return [fine("certificates", "no device of this lab asks for one")];
  const own = join(pkiFolder, "own/certs/certificate.pem");
  if (!existsSync(own))
    return [
      unchecked(
        "certificate of the controller",
        `there is none yet; ${secured.join(", ")} ask for one`,
        "the first `hardlab serve` on this data folder makes it",
      ),
    ];
  const trustedFolder = join(pkiFolder, "trusted/certs");
  const trusted = pemsIn(trustedFolder);
  const waiting = pemsIn(join(pkiFolder, "rejected"));
  const findings = [
    lookAt(
      "certificate of the controller",
      own,
      now,
      `remove ${pkiFolder} to have a new one made, then let the devices trust it`,
    ),
    ...trusted.map((file) =>
      lookAt(
        "trusted certificate",
        join(trustedFolder, file),
        now,
        "have the device make a new one and trust that",
      ),
    ),
  ];
  if (trusted.length === 0)
    findings.push(
      wrong(
        "trusted certificates",
        `${trustedFolder} is empty; ${secured.join(", ")} will be refused`,
        waiting.length === 0
          ? "put the devices' certificates there"
          : `look at those in ${join(pkiFolder, "rejected")} (${waiting.join(", ")}) and move the devices' own there`,
      ),
    );
  return findings;
}

/** False for a map that cannot be read, which is a finding of its own. */
function isSecured({ map, security }: Lab["devices"][string]): boolean {
  try {
    return security !== "None" && readAddressMap(map).transport === "opcua";
  } catch (error) {
    if (error instanceof AddressMapError) return false;
    throw error;
  }
}

function pemsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((file) => /\.(pem|der|crt)$/.test(file)) : [];
}

function lookAt(subject: string, file: string, now: Date, remedy: string): Finding {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(readFileSync(file));
  } catch (error) {
    return wrong(subject, `${file} cannot be read: ${textOf(error)}`, remedy);
  }
  const name = certificate.subject.replaceAll("\n", ", ");
  const until = certificate.validToDate.toISOString().slice(0, 10);
  if (certificate.validFromDate > now)
    return wrong(
      subject,
      `${file} (${name}) is not valid before ${certificate.validFromDate.toISOString()}`,
      "set this computer's clock, which is behind, or have a new certificate made",
    );
  if (certificate.validToDate < now) return wrong(subject, `${file} (${name}) ran out on ${until}`, remedy);
  const daysLeft = (certificate.validToDate.getTime() - now.getTime()) / DAY_MS;
  if (daysLeft < RENEW_DAYS)
    return wrong(subject, `${file} (${name}) runs out on ${until}, in ${Math.floor(daysLeft)} days`, remedy);
  return fine(subject, `${name}, valid until ${until}`);
}
