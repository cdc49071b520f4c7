import { expect, test } from "vitest";
import { roleSchema } from "./participants.ts";
import { type Action, may, mayActOn } from "./permissions.ts";

const ACTIONS: readonly Action[] = [
  "chat",
  "draw",
  "publish",
  "mute-others",
  "stop-drawing",
  "stop-others",
  "delete-messages",
  "set-roles",
];

test("each role may what the one below it may, and something more", () => {
  const grants = roleSchema.options.map((role) => ACTIONS.filter((action) => may(role, action)));
  expect(Object.fromEntries(roleSchema.options.map((role, index) => [role, grants[index]]))).toEqual({
    owner: [
      "chat",
      "draw",
      "publish",
      "mute-others",
      "stop-drawing",
      "stop-others",
      "delete-messages",
      "set-roles",
    ],
    moderator: ["chat", "draw", "publish", "mute-others", "stop-drawing", "stop-others", "delete-messages"],
    participant: ["chat", "draw", "publish"],
    viewer: ["chat"],
  });
});

test("nobody acts upon the owner", () => {
  for (const role of roleSchema.options) {
    for (const action of ACTIONS) expect(mayActOn(role, action, "owner")).toBe(false);
  }
});

test("moderators act upon each other, and upon those below them", () => {
  for (const target of ["moderator", "participant", "viewer"] as const) {
    expect(mayActOn("moderator", "mute-others", target)).toBe(true);
    expect(mayActOn("participant", "mute-others", target)).toBe(false);
  }
});
