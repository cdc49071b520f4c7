import { t } from "../language/translate.ts";
import type { Person } from "../state/types.ts";
import { ROOM_WORDS } from "./room/room-words.ts";

/** Up to two letters for a person without a picture. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return [first, last]
    .map((word) => [...word][0] ?? "")
    .join("")
    .toLocaleUpperCase();
}

/** People have one of so many colours: their initials, their pointers and what they draw. */
const TINTS = 6;

/** A number from 0 to `count - 1` that is always the same for one id: people keep their colour. */
export function tintOf(id: string, count = TINTS): number {
  let sum = 7;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % count;
}

/** What to say aloud when the people in the room change, or raise a hand. */
export function comings(before: readonly Person[], after: readonly Person[]): string[] {
  const had = new Set(before.map((person) => person.id));
  const has = new Set(after.map((person) => person.id));
  const down = new Set(before.filter(({ hand }) => hand === null).map(({ id }) => id));
  return [
    ...after
      .filter((person) => !had.has(person.id) && !person.isSelf)
      .map((person) => t("{name} joined", { name: person.name })),
    ...before
      .filter((person) => !has.has(person.id) && !person.isSelf)
      .map((person) => t("{name} left", { name: person.name })),
    ...after
      .filter(({ id, hand, isSelf }) => hand !== null && !isSelf && down.has(id))
      .map(({ name }) => ROOM_WORDS.handsUp(name)),
  ];
}

/** What stands behind the `#` of what somebody typed or pasted, with its `#`; empty where there is none. */
export function fragmentIn(text: string): string {
  return /#\S*/u.exec(text)?.[0] ?? "";
}

/** The slug in what somebody typed or pasted: a link to a room, or the room's name itself; null when there is none. */
export function slugIn(text: string): string | null {
  const trimmed = text.trim();
  const path = /(?:^|\/)r\/([^/?#\s]+)/u.exec(trimmed)?.[1] ?? trimmed.replace(/#.*$/u, "");
  const slug = path.toLowerCase();
  return /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/u.test(slug) ? slug : null;
}
