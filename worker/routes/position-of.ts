import * as v from "valibot";
import { type Position, positionSchema } from "../../protocol/position.ts";

/** Cloudflare gives degrees as text, and none where it does not know the address. */
const degreesSchema = v.pipe(
  v.string(),
  v.regex(/^-?\d{1,3}(?:\.\d+)?$/),
  v.transform((text) => Math.round(Number(text))),
);
const requestSchema = v.pipe(v.object({ latitude: degreesSchema, longitude: degreesSchema }), positionSchema);

/**
 * Where a request comes from, as Cloudflare knows it by its address; null where it does not. In whole degrees, which is half
 * as near as a city: enough to choose a node by, and no more than that.
 */
export function positionOf({ cf }: Request): Position | null {
  const parsed = v.safeParse(requestSchema, cf);
  return parsed.success ? parsed.output : null;
}
