import { FAMILIES, type Family } from "../../protocol/node/pipes.ts";

/** The family of addresses by which two nodes reach each other; null where they do not. */
export function sharedFamily(one: readonly Family[], other: readonly Family[]): Family | null {
  return FAMILIES.find((family) => one.includes(family) && other.includes(family)) ?? null;
}
