import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { apiErrorSchema, chatHistorySchema, createRoomSchema, sessionSchema } from "./api.ts";
import { CLOSE_CODES } from "./errors.ts";
import { fleetNodesSchema, fleetRoomsSchema, fleetWantedSchema } from "./fleet.ts";
import { FROM_REGISTRY, TO_REGISTRY } from "./node/control.ts";
import { ORDERS } from "./node/orders.ts";
import { REPORTS } from "./node/reports.ts";
import { candidatesSchema } from "./probes.ts";
import { chatPassGivenSchema, chatStoredSchema } from "./room/chat.ts";
import { attachGivenSchema, chatFileSchema } from "./room/files.ts";
import { joinedSchema } from "./room/join.ts";
import { bansSchema } from "./room/moderation.ts";
import { roomDetailsSchema } from "./room/settings.ts";
import { TO_PAGE } from "./room/to-page.ts";
import { TO_ROOM } from "./room/to-room.ts";
import { iceParametersSchema } from "./rtp.ts";
import { FROM_USER, TO_USER } from "./user/messages.ts";
import { PROTOCOL_VERSION } from "./version.ts";

/** The hash of the wire in each version. A version that was released keeps its hash for good. */
const WIRES: Record<number, string> = {
  1: "c9238b11a483de73",
};

/** Everything that programs of different ages say to each other. The form of a frame is what `frame.test.ts` says. */
const WIRE = {
  page: {
    TO_ROOM,
    TO_PAGE,
    joined: joinedSchema,
    chatStored: chatStoredSchema,
    chatPass: chatPassGivenSchema,
    attachGiven: attachGivenSchema,
    bans: bansSchema,
    ice: iceParametersSchema,
  },
  user: { TO_USER, FROM_USER },
  node: { TO_REGISTRY, FROM_REGISTRY, ORDERS, REPORTS },
  api: {
    createRoom: createRoomSchema,
    room: roomDetailsSchema,
    session: sessionSchema,
    near: candidatesSchema,
    chatHistory: chatHistorySchema,
    file: chatFileSchema,
    error: apiErrorSchema,
    fleetNodes: fleetNodesSchema,
    fleetRooms: fleetRoomsSchema,
    fleetWanted: fleetWantedSchema,
  },
  CLOSE_CODES,
};

/** What says nothing of which values fit: texts for people, and how the library works. */
const SILENT = new Set(["~standard", "~run", "async", "expects", "message", "reference"]);

/** A schema as plain data, the same for as long as it takes and gives the same values. */
function describeSchema(value: unknown): unknown {
  if (typeof value === "function") return "function";
  if (value instanceof RegExp) return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(describeSchema);
  const entries = Object.entries(value).filter(([key, part]) => !SILENT.has(key) && part !== undefined);
  return Object.fromEntries(entries.sort(byKey).map(([key, part]) => [key, describeSchema(part)]));
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

test("the wire does not change without its version", () => {
  const hash = createHash("sha256")
    .update(JSON.stringify(describeSchema(WIRE)))
    .digest("hex")
    .slice(0, 16);
  expect(
    hash,
    `The wire has changed, and PROTOCOL_VERSION is still ${PROTOCOL_VERSION}. If that version is in use anywhere, raise ` +
      `it in protocol/version.ts and add ${PROTOCOL_VERSION + 1}: "${hash}" to WIRES in protocol/version.test.ts: pages and ` +
      `nodes of the old version are then turned away with version_mismatch. If it was never released, write "${hash}" over ` +
      `its hash.`,
  ).toBe(WIRES[PROTOCOL_VERSION]);
});

test("the description tells schemas apart by what they take", () => {
  const text = JSON.stringify(describeSchema(WIRE));
  // Bounds, patterns, choices, optional fields and their defaults are in it.
  for (const part of [
    '"requirement":4000',
    "screen-audio",
    "[0-9a-f]{8}",
    '"default":"link"',
    '"type":"nullable"',
  ])
    expect(text.includes(part), part).toBe(true);
});
