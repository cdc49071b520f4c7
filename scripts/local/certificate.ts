import { X509Certificate } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "selfsigned";

export interface Certificate {
  /** Paths of PEM files. */
  readonly certificatePath: string;
  readonly keyPath: string;
  /** What is in the certificate's file. */
  readonly pem: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Some browsers refuse certificates that are valid for longer. */
const VALIDITY_MS = 365 * DAY_MS;

/**
 * A self-signed certificate for localhost and an IPv4 address, kept in the state directory and made anew when
 * the address has changed or its last day has come. Browsers allow screen capture only over https or localhost.
 */
export async function ensureCertificate(stateDirectory: string, address: string): Promise<Certificate> {
  const certificatePath = join(stateDirectory, "certificate.pem");
  const keyPath = join(stateDirectory, "certificate-key.pem");
  const kept = await readFile(certificatePath, "utf8").catch(() => "");
  if (serves(kept, address)) return { certificatePath, keyPath, pem: kept };
  const made = await generate([{ name: "commonName", value: "Nearcast on this network" }], {
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + VALIDITY_MS),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: address },
        ],
      },
    ],
  });
  await mkdir(stateDirectory, { recursive: true });
  // The key first: a certificate that is there is taken to be whole.
  await writeFile(keyPath, made.private, { mode: 0o600 });
  await writeFile(certificatePath, made.cert);
  return { certificatePath, keyPath, pem: made.cert };
}

function serves(pem: string, address: string): boolean {
  if (pem === "") return false;
  const certificate = new X509Certificate(pem);
  const lasts = Date.parse(certificate.validTo) > Date.now() + DAY_MS;
  return lasts && certificate.checkIP(address) !== undefined;
}
