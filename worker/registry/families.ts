import { FAMILIES, type Family } from "../../protocol/node/pipes.ts";

/** A node, as far as it matters to who reaches it. */
interface Reached {
  readonly id: string;
  readonly families: readonly Family[];
}

/** Whether two nodes can serve one room: they reach each other, or are the same. */
export function canServeTogether(one: Reached, other: Reached): boolean {
  return one.id === other.id || sharedFamily(one.families, other.families) !== null;
}

/** The family of addresses by which two nodes reach each other; null where they do not. */
export function sharedFamily(one: readonly Family[], other: readonly Family[]): Family | null {
  return FAMILIES.find((family) => one.includes(family) && other.includes(family)) ?? null;
}
