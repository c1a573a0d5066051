/**
 * The certificates of one program or device (证书): made once in a folder of its own, trusted only where someone said so. The
 * layout is node-opcua's: own/certs, own/private, trusted/certs, rejected.
 */
import { createHash, randomUUID, X509Certificate } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

export interface Pki {
  /** Absolute path of the folder that holds keys, the own certificate and the trusted ones. */
  readonly folder: string;
  readonly applicationName: string;
  /** Stands in the certificate too; an OPC UA peer compares the two. */
  readonly applicationUri: string;
  readonly certificateFile: string;
  readonly privateKeyFile: string;
}

/** A certificate that cannot be used; says which, why, and what to do. */
export class PkiError extends Error {
  override readonly name = "PkiError";
}

const VALID_DAYS = 3650;

/**
 * The certificate and key (RSA 2048, SHA-256, self-signed) of `applicationName` in `folder`, made on the first call and read
 * ever after; two processes may ask at the same time. Throws a PkiError when there is one that is broken or has run out.
 */
export async function ensurePki(folder: string, applicationName: string): Promise<Pki> {
  const pki = pkiAt(resolve(folder), applicationName);
  if ((await certificateOf(pki)) !== undefined) return pki;
  const beside = `${pki.folder}.${randomUUID()}`;
  try {
    await makePki(pkiAt(beside, applicationName));
    await rename(beside, pki.folder).catch(async (error: unknown) => {
      if ((await certificateOf(pki)) === undefined) throw error;
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return pki;
}

/** Puts each other's certificate among the trusted ones; may be done again. */
export async function trustEachOther(a: Pki, b: Pki): Promise<void> {
  await trust(a, b);
  await trust(b, a);
}

function pkiAt(folder: string, applicationName: string): Pki {
  return {
    folder,
    applicationName,
    applicationUri: `urn:hardlab:${applicationName}`,
    certificateFile: join(folder, "own/certs/certificate.pem"),
    privateKeyFile: join(folder, "own/private/private_key.pem"),
  };
}

async function certificateOf(pki: Pki): Promise<X509Certificate | undefined> {
  let pem: Buffer;
  try {
    pem = await readFile(pki.certificateFile);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  const remedy = `remove ${pki.folder} to have a new one made, then let the other side trust it`;
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch (error) {
    throw new PkiError(`the certificate ${pki.certificateFile} cannot be read; ${remedy}`, { cause: error });
  }
  if (certificate.validToDate < new Date())
    throw new PkiError(`the certificate ${pki.certificateFile} ran out on ${certificate.validTo}; ${remedy}`);
  return certificate;
}

async function makePki(pki: Pki): Promise<void> {
  const { OPCUACertificateManager } = await import("node-opcua");
  const manager = new OPCUACertificateManager({
    rootFolder: pki.folder,
    keySize: 2048,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  });
  try {
    await manager.initialize();
    await mkdir(dirname(pki.certificateFile), { recursive: true });
    await manager.createSelfSignedCertificate({
      applicationUri: pki.applicationUri,
      dns: ["localhost"],
      ip: ["127.0.0.1"],
      subject: `/CN=${pki.applicationName}/O=hardlab`,
      startDate: new Date(),
      validity: VALID_DAYS,
      outputFile: pki.certificateFile,
    });
  } finally {
    await manager.dispose();
  }
}

async function trust(truster: Pki, trusted: Pki): Promise<void> {
  const certificate = await certificateOf(trusted);
  if (certificate === undefined)
    throw new PkiError(`there is no certificate ${trusted.certificateFile}; make it before it is trusted`);
  const thumbprint = createHash("sha1").update(certificate.raw).digest("hex");
  const file = join(truster.folder, "trusted/certs", `${trusted.applicationName}[${thumbprint}].pem`);
  const beside = `${file}.${randomUUID()}.part`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(beside, await readFile(trusted.certificateFile));
  await rename(beside, file);
}
