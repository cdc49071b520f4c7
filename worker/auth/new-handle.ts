import * as v from "valibot";
import { handleSchema } from "../../protocol/account.ts";

/**
 * Handles for somebody who has chosen none: one that is like the name, and another one with digits, which nobody has.
 *
 * @param random 32 random bits
 */
export function handlesFor(name: string, random: number): { handle: string; otherHandle: string } {
  const letters = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/gu, "")
    .replace(/[^a-z0-9]+/gu, "_")
    .slice(0, 20)
    .replace(/^_+|_+$/gu, "");
  const otherHandle = `${letters || "guest"}_${random.toString(36)}`;
  return { handle: v.is(handleSchema, letters) ? letters : otherHandle, otherHandle };
}
