import { beforeEach, describe, expect, test, vi } from "vitest";
import { PATHS } from "../../protocol/api.ts";
import { LIMITS, RATES } from "../../protocol/limits.ts";
import { dial, nodeToken } from "./harness/dial.ts";
import { codeOf } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { logged } from "./harness/logged.ts";
import { LOAD, MediaNode, REGISTRATION } from "./harness/node.ts";
import { counted, countRefusals } from "./harness/refusals.ts";
import { Room } from "./harness/room.ts";
import { Socket } from "./harness/socket.ts";

let socket: Socket;
let answers: { re?: number; ok?: object; type?: string; error?: { code: string; message: string } }[];

beforeEach(async () => {
  answers = [];
  const response = await dial(PATHS.nodeControl, await nodeToken("node-a", null));
  socket = await Socket.of(response, (items) => answers.push(...(items as typeof answers)));
  return () => socket.close();
});

/** Sends items in a frame each, and gives what is answered to them. */
async function say(...items: object[]): Promise<typeof answers> {
  const before = answers.length;
  for (const item of items) socket.send(JSON.stringify([item]));
  await eventually(async () => answers.length >= before + items.length);
  return answers.slice(before);
}

const refusals = () => logged.filter((entry) => entry.event === "node-refused");

describe("a node is not registered that says it has", () => {
  test.for<[string, object]>([
    ["no capacity", { capacity: 0 }],
    ["an absurd capacity", { capacity: LIMITS.consumersPerNode + 1 }],
    ["half a consumer", { capacity: 0.5 }],
    ["no address", { addresses: [] }],
    ["an address without end", { addresses: ["x".repeat(LIMITS.hostChars + 1)] }],
    ["more addresses than families", { addresses: ["192.0.2.1", "2001:db8::1", "192.0.2.2"] }],
    ["no region", { region: "" }],
    ["no version", { version: 0 }],
    ["less than no load", { load: { ...LOAD, cpu: -1 } }],
    ["more processor than there is", { load: { ...LOAD, cpu: 1.01 } }],
    ["people in no room", { load: { ...LOAD, people: 3 } }],
    ["more people than on it fit", { load: { ...LOAD, rooms: 1, people: LIMITS.peoplePerNode + 1 } }],
    ["consumers that cannot be counted", { load: { ...LOAD, rooms: 1, consumers: null } }],
  ])("%s", async ([, lie]) => {
    const [answer] = await say({ type: "register", id: 7, ...REGISTRATION, ...lie });
    expect(answer).toMatchObject({ re: 7, error: { code: "bad_message" } });
    expect(refusals()).toMatchObject([
      { nodeId: "node-a", reason: "bad-message", detail: expect.stringContaining("bad_message") },
    ]);
    expect(logged.some(({ event }) => event === "node-registered")).toBe(false);
  });
});

describe("a node's token", () => {
  test.for<[string, unknown]>([
    ["beyond the pole", { latitude: 91, longitude: 0 }],
    ["twice around the earth", { latitude: 50, longitude: 368.7 }],
    ["in the sea where nothing is", { latitude: 0, longitude: 0 }],
    ["nowhere on earth", "Frankfurt"],
    ["half said", { latitude: 50 }],
  ])("that says it is %s is refused", async ([, position]) => {
    const counts = await countRefusals();
    const response = await dial(PATHS.nodeControl, await nodeToken("node-a", null, { position }));
    expect([response.status, await codeOf(response)]).toEqual([400, "bad_message"]);
    expect(refusals()).toMatchObject([{ nodeId: "node-a", reason: "absurd-position" }]);
    await counted(counts, { "absurd-position": 1 });
  });
});

describe("a registered node", () => {
  beforeEach(async () => {
    expect(await say({ type: "register", id: 1, ...REGISTRATION })).toEqual([{ re: 1, ok: {} }]);
  });

  test("that lies in a beat is told, and counts as it was before", async () => {
    const [fault] = await say({ type: "beat", draining: false, load: { ...LOAD, rooms: -4 } });
    expect(fault).toMatchObject({ type: "fault", error: { code: "bad_message" } });
    expect(fault?.error?.message).toContain("load.rooms");
    const room = await Room.open();
    await eventually(async () => answers.some(({ type }) => type === "serve"));
    expect(answers.at(-1)).toMatchObject({ type: "serve", roomId: room.id });
  });

  test("that beats too often is told to wait, and at last its link is closed", async () => {
    vi.setSystemTime(Date.now());
    const beat = { type: "beat", load: LOAD, draining: false };
    for (let beats = 1; beats < RATES.nodeItems.burst; beats += 1) socket.send(JSON.stringify([beat]));
    const [fault] = await say(beat);
    expect(fault).toMatchObject({ type: "fault", error: { code: "rate_limited" } });
    for (let faults = 1; faults <= RATES.faults.burst; faults += 1) socket.send(JSON.stringify([beat]));
    expect(await socket.closed).toEqual({ code: 4429, reason: "abuse" });
    expect(refusals().at(-1)).toMatchObject({ nodeId: "node-a", reason: "abuse", detail: "too many faults" });
    expect(logged.filter(({ event }) => event === "node-lost")).toHaveLength(1);
  });
});

test("a beat before a registration is refused", async () => {
  const [fault] = await say({ type: "beat", load: LOAD, draining: false });
  expect(fault).toMatchObject({ type: "fault", error: { code: "bad_message" } });
});

test("a node that orders about a room that is not its own changes nothing there, and is logged", async () => {
  const counts = await countRefusals();
  const chosen = await MediaNode.register("node-b");
  const room = await Room.open();
  const { epoch } = await chosen.link(room.id);
  const page = await room.join();
  const stranger = await MediaNode.register("node-a", { dials: false });
  const link = await stranger.dial(room.id, epoch);
  link.report({ type: "leaving", reason: "worker-died" });
  expect((await link.closed).reason).toBe("not_serving");
  await page.publish("screen");
  expect(page.inbox.waiting.map(({ type }) => type)).not.toContain("media-lost");
  expect(refusals()).toMatchObject([
    { nodeId: "node-a", reason: "not-serving", roomId: room.id },
    { nodeId: "node-a", reason: "stale-report", roomId: room.id },
  ]);
  await counted(counts, { "not-serving": 1, "stale-report": 1 });
});
