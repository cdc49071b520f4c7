import { expect, test } from "vitest";
import { TIMES } from "../../protocol/limits.ts";
import type { Here } from "../../protocol/user/presence.ts";
import { presenceOf, tellingDue } from "./presence.ts";

const OPEN = { invisible: false, sharesRoom: true };
const room = { slug: "attic", title: "Attic" };
const here = (page: Partial<Here> = {}): Here => ({ away: false, call: null, ...page });

test.for<[string, Here[], Partial<typeof OPEN>, object]>([
  ["offline without a page", [], {}, { kind: "offline" }],
  ["online", [here()], {}, { kind: "online" }],
  [
    "away where they are away from all pages",
    [here({ away: true }), here({ away: true })],
    {},
    { kind: "away" },
  ],
  ["online where they are at one of them", [here({ away: true }), here()], {}, { kind: "online" }],
  [
    "in a call, whatever else is open",
    [here(), here({ away: true, call: { room } })],
    {},
    { kind: "in-call", room },
  ],
  [
    "in a call that is nobody's to come to",
    [here({ call: { room: null } })],
    {},
    { kind: "in-call", room: null },
  ],
  [
    "in a call that they keep to themselves",
    [here({ call: { room } })],
    { sharesRoom: false },
    { kind: "in-call", room: null },
  ],
  ["offline where they want that", [here({ call: { room } })], { invisible: true }, { kind: "offline" }],
])("somebody is %s", ([, pages, visibility, presence]) => {
  expect(presenceOf(pages, { ...OPEN, ...visibility })).toEqual(presence);
});

test("friends hear what they do not know: not too often, and of an end after a moment", () => {
  const told = { presence: { kind: "online" } as const, listens: true, version: 1, at: 1_000 };
  expect(tellingDue(told, told, 0)).toBe(null);
  expect(tellingDue(told, { presence: { kind: "away" }, listens: true }, 0)).toBe(1_000 + TIMES.presenceMs);
  expect(tellingDue(told, { presence: { kind: "offline" }, listens: true }, 0)).toBe(
    1_000 + TIMES.presenceMs,
  );
  expect(tellingDue(told, { presence: { kind: "offline" }, listens: false }, 9_000)).toBe(
    9_000 + TIMES.goneMs,
  );
});
