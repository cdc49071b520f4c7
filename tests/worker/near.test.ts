import { beforeEach, describe, expect, test } from "vitest";
import { PATHS } from "../../protocol/api.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Candidates, Probe } from "../../protocol/probes.ts";
import { Guest, guestAt } from "./harness/guest.ts";
import { transport } from "./harness/media.ts";
import { LOAD, MediaNode } from "./harness/node.ts";
import { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const VIRGINIA = { latitude: 39, longitude: -77.5 };
const OHIO = { latitude: 40, longitude: -83 };
const FRANKFURT = { latitude: 50.1, longitude: 8.7 };

function probe(): Probe {
  const { iceParameters, iceCandidates, dtlsParameters } = transport();
  return { iceParameters, iceCandidates, dtlsParameters };
}

/** The nodes that somebody is named to measure the way to. */
async function candidates(guest: Guest, room: Room): Promise<Candidates["nodes"]> {
  const { roomId, token } = await guest.session(room.slug);
  const response = await guest.fetch(PATHS.near(roomId), { headers: { Authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  return ((await response.json()) as Candidates).nodes;
}

describe("the nodes that a page measures its way to", () => {
  test("are those that are likely for it, with where they answer, the nearest first", async () => {
    const [near, far] = [probe(), probe()];
    await MediaNode.register("node-a", { position: FRANKFURT, probe: far });
    await MediaNode.register("node-b", { position: VIRGINIA, probe: near });
    const room = await Room.open();
    expect(await candidates(guestAt(OHIO), room)).toEqual([
      { id: "node-b", region: "test", probe: near },
      { id: "node-a", region: "test", probe: far },
    ]);
  });

  test("are none that the room may not be served by, or that say nowhere to measure", async () => {
    await MediaNode.register("node-a", { region: "us-east", position: VIRGINIA, probe: probe() });
    const draining = await MediaNode.register("node-b", { region: "eu-central", probe: probe() });
    draining.beat(LOAD, true);
    const room = await Room.open({ regions: ["eu-central"] });
    expect(await candidates(new Guest(), room)).toEqual([]);
    draining.beat(LOAD);
    await expect
      .poll(async () => (await candidates(new Guest(), room)).map(({ id }) => id))
      .toEqual(["node-b"]);
    draining.end();
    await MediaNode.register("node-b", { region: "eu-central" });
    await expect.poll(() => candidates(new Guest(), room)).toEqual([]);
  });

  test("are named to who has a pass into the room, which it does not use up", async () => {
    const room = await Room.open();
    const guest = new Guest();
    const session = await guest.session(room.slug);
    const ask = (roomId: string, token?: string) =>
      guest.fetch(PATHS.near(roomId), token ? { headers: { Authorization: `Bearer ${token}` } } : {});
    expect((await ask(room.id)).status).toBe(401);
    expect((await ask(crypto.randomUUID(), session.token)).status).toBe(401);
    expect((await ask("nowhere", session.token)).status).toBe(401);
    expect((await ask(room.id, `${session.token}x`)).status).toBe(401);
    expect((await ask(room.id, session.token)).status).toBe(200);
    const page = await Page.open(room.id, guest);
    await page.join(session);
  });
});

describe("what a page has measured", () => {
  let virginia: MediaNode;
  let frankfurt: MediaNode;
  let room: Room;
  beforeEach(async () => {
    virginia = await MediaNode.register("node-a", { position: VIRGINIA });
    frankfurt = await MediaNode.register("node-b", { position: FRANKFURT });
    room = await Room.open({}, guestAt(VIRGINIA));
    await virginia.link(room.id);
  });

  test("counts for more than the distance, for this page alone", async () => {
    const roundTrips = { "node-a": 140, "node-b": 20 };
    const page = await room.join(guestAt(VIRGINIA), { roundTrips });
    const link = await frankfurt.link(room.id);
    expect([...link.participants.keys()]).toEqual([page.id]);
    const other = await room.join(guestAt(VIRGINIA));
    expect((await virginia.link(room.id)).participants.has(other.id)).toBe(true);
    // Whose way to its node is lost finds the best one by the same measure.
    page.sendItem({ type: "leave" });
    await expect.poll(() => link.participants.size).toBe(0);
    expect(await room.storage(({ kv }) => [...kv.list({ prefix: "search/" })].length)).toBe(1);
  });

  test.for([
    ["about the same", { "node-a": 40, "node-b": 30 }],
    ["that nothing answered", {}],
    ["of the node at its place alone", { "node-a": 900 }],
    ["of another node alone", { "node-b": 9 }],
  ] as const)("changes nothing where it says %s", async ([, roundTrips]) => {
    const page = await room.join(guestAt(VIRGINIA), { roundTrips });
    expect((await virginia.link(room.id)).participants.has(page.id)).toBe(true);
    expect(frankfurt.served.waiting).toEqual([]);
  });

  test("leads to another node where the one at its place does not answer", async () => {
    const roundTrips = { "node-a": LIMITS.roundTripMs, "node-b": 90 };
    const page = await room.join(guestAt(VIRGINIA), { roundTrips });
    expect((await frankfurt.link(room.id)).participants.has(page.id)).toBe(true);
  });

  test.for([
    ["below nothing", { "node-a": -1 }],
    ["longer than any way", { "node-a": LIMITS.roundTripMs + 1 }],
    ["no number", { "node-a": "fast" }],
    ["of more nodes than were named", { a: 1, b: 1, c: 1, d: 1, e: 1 }],
  ] as const)("is refused where it is %s", async ([, roundTrips]) => {
    await expect(room.join(new Guest(), { roundTrips } as never)).rejects.toThrow("bad_message");
  });
});
