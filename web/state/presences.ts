import { signal } from "@preact/signals";
import type { Presence } from "../../protocol/user/presence.ts";

/** How it is with friends who are not offline, by the id of the friendship. */
export const presences = signal<ReadonlyMap<string, Presence>>(new Map());

/** Notes how it is with a friend. */
export function notePresence(friend: string, presence: Presence): void {
  const next = new Map(presences.value);
  if (presence.kind === "offline") next.delete(friend);
  else next.set(friend, presence);
  presences.value = next;
}
