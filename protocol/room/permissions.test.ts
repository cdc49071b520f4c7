import { expect, test } from "vitest";
import { type Role, roleSchema } from "./participants.ts";
import { type Action, may, mayActOn } from "./permissions.ts";
import { DEFAULT_RULES, type Rules, rulesSchema } from "./rules.ts";

const ROLES = roleSchema.options;

/** Every action, and who may do it where a room has decided nothing. */
const BY_DEFAULT: Record<Action, readonly Role[]> = {
  chat: ["owner", "moderator", "participant", "viewer"],
  speak: ["owner", "moderator", "participant"],
  camera: ["owner", "moderator", "participant"],
  share: ["owner", "moderator", "participant"],
  draw: ["owner", "moderator", "participant"],
  invite: ["owner", "moderator"],
  record: ["owner", "moderator"],
  "raise-hand": ["owner", "moderator", "participant", "viewer"],
  cheer: ["owner", "moderator", "participant", "viewer"],
  "mute-others": ["owner", "moderator"],
  "stop-others": ["owner", "moderator"],
  "stop-drawing": ["owner", "moderator"],
  "stop-recording": ["owner", "moderator"],
  "delete-messages": ["owner", "moderator"],
  "lower-hands": ["owner", "moderator"],
  kick: ["owner", "moderator"],
  ban: ["owner", "moderator"],
  admit: ["owner", "moderator"],
  lock: ["owner", "moderator"],
  "change-room": ["owner", "moderator"],
  "set-regions": ["owner"],
  "set-roles": ["owner"],
  "hand-over": ["owner"],
  "set-address": ["owner"],
  "delete-room": ["owner"],
};
const ACTIONS = Object.keys(BY_DEFAULT) as Action[];

const allowed = (action: Action, rules: Rules) => ROLES.filter((role) => may(role, action, rules));

test("each role may what the table says", () => {
  for (const action of ACTIONS)
    expect([action, allowed(action, DEFAULT_RULES)]).toEqual([action, BY_DEFAULT[action]]);
});

test("a rule says from which role on its action is allowed, and nothing about another action", () => {
  for (const rule of Object.keys(DEFAULT_RULES) as (keyof Rules)[]) {
    for (const least of rulesSchema.entries[rule].wrapped.options) {
      const rules = { ...DEFAULT_RULES, [rule]: least };
      for (const action of ACTIONS) {
        const expected = action === rule ? ROLES.slice(0, ROLES.indexOf(least) + 1) : BY_DEFAULT[action];
        expect([rule, least, action, allowed(action, rules)]).toEqual([rule, least, action, expected]);
      }
    }
  }
});

test("no rule lets a viewer send anything, or takes anything from the owner", () => {
  for (const rule of ["speak", "camera", "share", "draw", "invite", "record"] as const)
    expect(rulesSchema.entries[rule].wrapped.options).not.toContain("viewer");
  const strictest = Object.fromEntries(Object.keys(DEFAULT_RULES).map((rule) => [rule, "owner"])) as Rules;
  for (const action of ACTIONS) expect(may("owner", action, strictest)).toBe(true);
});

test("nobody acts upon the owner", () => {
  for (const role of ROLES)
    for (const action of ACTIONS) expect(mayActOn(role, action, "owner", DEFAULT_RULES)).toBe(false);
});

test("moderators act upon each other, and upon those below them", () => {
  for (const target of ["moderator", "participant", "viewer"] as const) {
    expect(mayActOn("moderator", "mute-others", target, DEFAULT_RULES)).toBe(true);
    expect(mayActOn("participant", "mute-others", target, DEFAULT_RULES)).toBe(false);
  }
});

test("nobody puts out who is not below them", () => {
  for (const action of ["kick", "ban"] as const) {
    const above = ROLES.flatMap((actor) =>
      ROLES.filter((target) => mayActOn(actor, action, target, DEFAULT_RULES)).map((target) => [
        actor,
        target,
      ]),
    );
    expect(above).toEqual([
      ["owner", "moderator"],
      ["owner", "participant"],
      ["owner", "viewer"],
      ["moderator", "participant"],
      ["moderator", "viewer"],
    ]);
  }
});
