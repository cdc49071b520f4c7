import { base64url } from "jose";
import * as v from "valibot";

/** The edge's P-256 private key for push services, as a JWK. */
export const pushKeySchema = v.object({
  kty: v.literal("EC"),
  crv: v.literal("P-256"),
  x: v.string(),
  y: v.string(),
  d: v.string(),
});

/** In whose name browsers are told things, as RFC 8292 has it. Keys are base64url. */
export interface VapidKeys {
  /** The point without compression. */
  readonly publicKey: string;
  readonly privateKey: string;
  /** Whom a push service may turn to: `mailto:` or `https:`. */
  readonly subject: string;
}

/** The same key as push services and browsers want it. */
export function vapidOf({ x, y, d }: v.InferOutput<typeof pushKeySchema>, subject: string): VapidKeys {
  const point = new Uint8Array([4, ...base64url.decode(x), ...base64url.decode(y)]);
  return { publicKey: base64url.encode(point), privateKey: d, subject };
}
