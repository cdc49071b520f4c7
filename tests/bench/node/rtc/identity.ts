import { X509Certificate } from "node:crypto";
import { CipherContext, HashAlgorithm, NamedCurveAlgorithm, SignatureAlgorithm } from "werift";

/** A DTLS certificate such as browsers make: self-signed, ECDSA over P-256. */
export interface Identity {
  readonly certPem: string;
  readonly keyPem: string;
  /** Of the certificate, by SHA-256, as SDP writes it. */
  readonly fingerprint: string;
}

export const SIGNATURE = { hash: HashAlgorithm.sha256_4, signature: SignatureAlgorithm.ecdsa_3 } as const;

/** Makes a certificate. One serves any number of connections, as one serves a whole page. */
export async function createIdentity(): Promise<Identity> {
  const { certPem, keyPem } = await CipherContext.createSelfSignedCertificateWithKey(
    SIGNATURE,
    NamedCurveAlgorithm.secp256r1_23,
  );
  return { certPem, keyPem, fingerprint: new X509Certificate(certPem).fingerprint256 };
}
