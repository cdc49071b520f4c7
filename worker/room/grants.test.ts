import { describe, expect, test } from "vitest";
import { type Role, roleSchema } from "../../protocol/room/participants.ts";
import { DEFAULT_RULES, type Rules } from "../../protocol/room/rules.ts";
import { TO_ROOM } from "../../protocol/room/to-room.ts";
import { GRANTS, isGranted, type ParticipantMessage } from "./grants.ts";
import { EMPTY_ROOM, type Invite, type Participant, type Producer, type RoomState } from "./state.ts";

const ROLES = roleSchema.options;
type Who = Role | "oneself";

const ALL: readonly Role[] = ["owner", "moderator", "participant", "viewer"];
const SENDERS: readonly Role[] = ["owner", "moderator", "participant"];
const GUARDS: readonly Role[] = ["owner", "moderator"];
const OWNER: readonly Role[] = ["owner"];

/** One of each role, each with a share, a message and an invitation; and who says something, who is one of them or another. */
const person = (id: string, role: Role) => ({ id, authorId: id, role }) as Participant;
const shareOf = (id: string) => `share of ${id}`;

function roomWith(sender: Participant, rules: Rules): RoomState {
  const people = [...ROLES.map((role) => person(role, role)), sender];
  return {
    ...EMPTY_ROOM,
    meta: { settings: { rules } } as RoomState["meta"],
    participants: new Map(people.map((one) => [one.id, one])),
    producers: new Map(people.map(({ id }) => [shareOf(id), { participantId: id } as Producer])),
    invites: new Map(people.map(({ id }) => [id, { authorId: id } as Invite])),
  };
}

/** The roles that may say this: of what is done to somebody, to who is of the role `target`, or to oneself. */
function allowed(
  message: (targetId: string) => Record<string, unknown>,
  target: Who = "participant",
  rules: Rules = DEFAULT_RULES,
): Role[] {
  return ALL.filter((role) => {
    const sender = person("sender", role);
    const targetId = target === "oneself" ? sender.id : target;
    const named = { message: { authorId: targetId } } as never;
    const said = message(targetId) as unknown as ParticipantMessage;
    return isGranted({ state: roomWith(sender, rules), sender, message: said, named });
  });
}

/** What is about the sender alone, about the room, or about what nobody owns: who may say it where a room has decided nothing. */
const BY_ROLE: readonly (readonly [what: string, message: Record<string, unknown>, who: readonly Role[]])[] =
  [
    ...[
      "leave",
      "rename",
      "consume",
      "start-consumers",
      "moved",
      "restart-ice",
      "renew-media",
      "renew-ice-servers",
      "raise-hand",
      "cheer",
      "chat-pass",
      "chat",
      "edit-chat",
      "react-chat",
      "attach",
      "set-typing",
      "mark-read",
      "relay",
      "avoid-direct",
      "watch",
    ].map((type) => [type, { type }, ALL] as const),
    ["publish microphone", { type: "publish", source: "microphone" }, SENDERS],
    ["publish camera", { type: "publish", source: "camera" }, SENDERS],
    ["publish screen", { type: "publish", source: "screen" }, SENDERS],
    ["publish screen-audio", { type: "publish", source: "screen-audio" }, SENDERS],
    ["annotate", { type: "annotate", producerId: "none", marks: [{ kind: "pointer", at: null }] }, SENDERS],
    ["lower-hands", { type: "lower-hands" }, GUARDS],
    ["unban", { type: "unban" }, GUARDS],
    ["list-bans", { type: "list-bans" }, GUARDS],
    ["admit", { type: "admit" }, GUARDS],
    ["lock", { type: "lock" }, GUARDS],
    ["change-room", { type: "change-room", title: "x" }, GUARDS],
    ["change-room, its regions", { type: "change-room", regions: null }, OWNER],
    ["set-password", { type: "set-password" }, GUARDS],
    ["make-invite", { type: "make-invite" }, GUARDS],
    ["list-invites", { type: "list-invites" }, GUARDS],
  ];

/** What is done to somebody or to what is theirs: who may do it to whom. */
const BY_TARGET: readonly (readonly [
  what: string,
  message: (targetId: string) => Record<string, unknown>,
  who: Partial<Record<Who, readonly Role[]>>,
])[] = [
  ["set-role", onParticipant("set-role"), { owner: [], moderator: OWNER, participant: OWNER, viewer: OWNER }],
  [
    "hand-over",
    onParticipant("hand-over"),
    { owner: [], moderator: OWNER, participant: OWNER, viewer: OWNER },
  ],
  ["kick", onParticipant("kick"), putOut()],
  ["ban", onParticipant("ban"), putOut()],
  ["unpublish", onShare("unpublish"), everybodyBelowOwner(ALL)],
  ["set-paused", onShare("set-paused"), everybodyBelowOwner(ALL)],
  ["set-drawing", onShare("set-drawing"), everybodyBelowOwner(ALL)],
  [
    "annotate, and clear all",
    (id) => ({ ...onShare("annotate")(id), marks: [{ kind: "clear", whose: "all" }] }),
    everybodyBelowOwner(SENDERS),
  ],
  [
    "set-recording, to begin",
    (id) => ({ ...onParticipant("set-recording")(id), recording: true }),
    { oneself: GUARDS, owner: [], moderator: [], participant: [], viewer: [] },
  ],
  [
    "set-recording, to end",
    (id) => ({ ...onParticipant("set-recording")(id), recording: false }),
    everybodyBelowOwner(ALL),
  ],
  [
    "delete-chat",
    () => ({ type: "delete-chat", messageId: "message" }),
    { oneself: ALL, owner: GUARDS, moderator: GUARDS, participant: GUARDS, viewer: GUARDS },
  ],
  [
    "revoke-invite",
    (code) => ({ type: "revoke-invite", code }),
    { oneself: ALL, owner: GUARDS, moderator: GUARDS, participant: GUARDS, viewer: GUARDS },
  ],
];

function onParticipant(type: string) {
  return (participantId: string) => ({ type, participantId });
}

function onShare(type: string) {
  return (id: string) => ({ type, producerId: shareOf(id) });
}

function putOut(): Partial<Record<Who, readonly Role[]>> {
  return { owner: [], moderator: OWNER, participant: GUARDS, viewer: GUARDS };
}

function everybodyBelowOwner(oneself: readonly Role[]): Partial<Record<Who, readonly Role[]>> {
  return { oneself, owner: [], moderator: GUARDS, participant: GUARDS, viewer: GUARDS };
}

test("every message that a participant may send says what it takes, and is in this test", () => {
  // These come from somebody who is not in the room yet: a token or a key lets them in.
  const fromOutside = new Set(["reserve", "join", "resume"]);
  const fromInside = Object.keys(TO_ROOM).filter((type) => !fromOutside.has(type));
  expect(Object.keys(GRANTS).sort()).toEqual(fromInside.sort());
  const tested = [
    ...BY_ROLE.map(([, message]) => message),
    ...BY_TARGET.map(([, message]) => message("participant")),
  ].map(({ type }) => type);
  expect([...new Set(tested)].sort()).toEqual(fromInside.sort());
});

test.for(BY_ROLE)("%s is for those of these roles", ([, message, who]) => {
  expect(allowed(() => message)).toEqual(who);
});

test.for(BY_TARGET)("%s depends on whom it is done to", ([, message, who]) => {
  for (const [target, roles] of Object.entries(who)) {
    expect([target, allowed(message, target as Who)]).toEqual([target, roles]);
  }
});

describe("a room's rules", () => {
  const strict = Object.fromEntries(Object.keys(DEFAULT_RULES).map((rule) => [rule, "owner"])) as Rules;
  test.for<[string, Record<string, unknown>]>([
    ["speak", { type: "publish", source: "microphone" }],
    ["camera", { type: "publish", source: "camera" }],
    ["share", { type: "publish", source: "screen" }],
    ["share", { type: "publish", source: "screen-audio" }],
    ["draw", { type: "annotate", producerId: "none", marks: [{ kind: "pointer", at: null }] }],
    ["chat", { type: "edit-chat" }],
    ["chat", { type: "react-chat" }],
    ["chat", { type: "attach" }],
    ["chat", { type: "set-typing" }],
    ["invite", { type: "make-invite" }],
    ["invite", { type: "list-invites" }],
    ["record", { type: "set-recording", participantId: "sender", recording: true }],
  ])("decide by `%s` over %j", ([rule, message]) => {
    expect(allowed(() => message, "participant", strict)).toEqual(["owner"]);
    const others = { ...strict, [rule]: "moderator" } as Rules;
    expect(allowed(() => message, "participant", others)).toEqual(["owner", "moderator"]);
  });

  test("that end the chat for somebody let what was stored before be acknowledged again, and nothing else", () => {
    const said = (messageId: string) => allowed(() => ({ type: "chat", messageId }), "participant", strict);
    expect(said("message")).toEqual(ALL);
    expect(said("another")).toEqual(["owner"]);
  });
});

test("who is not there any more can be put out by nobody who could not have been put them out before", () => {
  for (const type of ["kick", "ban"] as const)
    expect(allowed(() => ({ type, participantId: "gone" }))).toEqual(GUARDS);
  expect(allowed(() => ({ type: "set-role", participantId: "gone" }))).toEqual(OWNER);
});
