import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { Position } from "../../protocol/position.ts";
import { AREAS } from "../../worker/registry/areas.ts";
import { registryOf } from "../../worker/registry/registry-of.ts";
import { Guest, guestAt } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { LOAD, MediaNode } from "./harness/node.ts";
import { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const TOKYO = { latitude: 35.7, longitude: 139.7 };
const SYDNEY = { latitude: -33.9, longitude: 151.2 };
const VIRGINIA = { latitude: 39, longitude: -77.5 };
const FRANKFURT = { latitude: 50.1, longitude: 8.7 };

/** The areas whose registries are asked meanwhile. */
function watchAreas(): string[] {
  const asked: string[] = [];
  const idFromName = env.REGISTRY.idFromName.bind(env.REGISTRY);
  vi.spyOn(env.REGISTRY, "idFromName").mockImplementation((name) => {
    asked.push(name);
    return idFromName(name);
  });
  return asked;
}

test("each registry is made in its own area, whoever is the first to ask for it: a node or a room", async () => {
  const get = vi.spyOn(env.REGISTRY, "get");
  const asked = () => get.mock.calls.map(([{ name }, options]) => ({ name, options }));
  await MediaNode.register("node-a", { position: TOKYO });
  expect(asked()).toEqual([{ name: "apac", options: { locationHint: "apac" } }]);
  await Room.open({}, guestAt(FRANKFURT));
  await eventually(async () => new Set(asked().map(({ name }) => name)).size === AREAS.length);
  expect(asked()).toEqual(asked().map(({ name }) => ({ name, options: { locationHint: name } })));
});

describe("a room's node", () => {
  test("is the nearest to who opens its page, before anybody is in", async () => {
    await MediaNode.register("node-a", { position: VIRGINIA });
    const tokyo = await MediaNode.register("node-b", { position: TOKYO });
    const room = await Room.open({}, guestAt(SYDNEY));
    expect((await tokyo.served.take("serve")).roomId).toBe(room.id);
  });

  test("is none that the others of the room cannot reach: people wait for another one, and are told", async () => {
    const virginia = await MediaNode.register("node-a", { position: VIRGINIA });
    const tokyo = await MediaNode.register("node-b", { position: TOKYO, families: ["ipv6"] });
    const room = await Room.open({}, guestAt(VIRGINIA));
    const link = await virginia.link(room.id);
    const near = await room.join(guestAt(TOKYO));
    expect([...link.participants.keys()]).toEqual([near.id]);
    virginia.beat({ ...LOAD, cpu: 1 });
    const waiting = await room.join(guestAt(SYDNEY));
    expect(waiting.session.media).toBeNull();
    expect(tokyo.served.waiting).toEqual([]);
    virginia.beat();
    await waiting.inbox.take("offer");
    expect(link.participants.has(waiting.id)).toBe(true);
  });

  test("reaches the others also where two are looked for at the same time", async () => {
    const room = await Room.open({}, guestAt(SYDNEY));
    const nodes = [
      await MediaNode.register("node-a", { position: VIRGINIA }),
      await MediaNode.register("node-b", { position: TOKYO, families: ["ipv6"] }),
    ];
    const pages = await Promise.all([VIRGINIA, TOKYO].map((position) => room.join(guestAt(position))));
    for (const page of pages) if (page.session.media === null) await page.inbox.take("offer");
    const serving = nodes.filter(({ served }) => served.waiting.some(({ type }) => type === "serve"));
    expect(serving).toHaveLength(1);
  });

  test("is for each the nearest to them, unless one that the room uses is about as near", async () => {
    const virginia = await MediaNode.register("node-a", { position: VIRGINIA });
    const room = await Room.open({}, guestAt(VIRGINIA));
    await virginia.link(room.id);
    const tokyo = await MediaNode.register("node-b", { position: TOKYO });
    await room.join(guestAt(VIRGINIA));
    await room.join(guestAt(FRANKFURT));
    expect(tokyo.served.waiting).toEqual([]);
    const sydney = await room.join(guestAt(SYDNEY));
    const link = await tokyo.link(room.id);
    expect([...link.participants.keys()]).toEqual([sydney.id]);
    const positions = await room.storage(({ kv }) =>
      [...kv.list<{ position: Position }>({ prefix: "participant/" })].map(([, { position }]) => position),
    );
    expect(positions).toContainEqual({ latitude: -34, longitude: 151 });
  });

  test("is looked for far away only where there is none near", async () => {
    const room = await Room.open({}, guestAt(TOKYO));
    const far = await MediaNode.register("node-a", { position: FRANKFURT });
    const asked = watchAreas();
    vi.setSystemTime(Date.now());
    const joining = room.join(guestAt(TOKYO));
    await vi.waitFor(async () => {
      far.beat();
      await room.pass(2_001);
      expect(far.served.waiting.length).toBeGreaterThan(0);
    });
    await joining;
    expect(new Set(asked.slice(0, 3))).toEqual(new Set(["apac", "oc", "me"]));
    expect(asked).toContain("weur");
  });

  test("is asked for once, and by no message afterwards", async () => {
    const node = await MediaNode.register("node-a", { position: FRANKFURT });
    const asked = watchAreas();
    const room = await Room.open({}, guestAt(FRANKFURT));
    await node.link(room.id);
    const page = await room.join(guestAt(FRANKFURT));
    await page.publish("screen");
    await page.chat("hello");
    // Three areas that are near, and the one whose registry tells the node.
    expect(asked).toHaveLength(4);
    expect(asked[3]).toBe("weur");
  });
});

test("where somebody is, nobody is told", async () => {
  await MediaNode.register("node-a", { position: FRANKFURT });
  const room = await Room.open({}, guestAt(FRANKFURT));
  const first = await room.join(guestAt(SYDNEY));
  const second = await room.join(guestAt(TOKYO));
  await second.publish("microphone");
  await first.inbox.take("consumers");
  const said = JSON.stringify([first.socket.frames, second.socket.frames]);
  expect(said).toContain("participant-joined");
  expect(said).not.toMatch(/latitude|longitude|position/);
});

test.for([
  ["none", {}],
  ["words", { latitude: "north", longitude: "east" }],
  ["beyond the pole", { latitude: "90.6", longitude: "10" }],
  ["the sea where nothing is", { latitude: "0", longitude: "0" }],
  ["half of one", { latitude: "50" }],
] as const)("a page of which Cloudflare says %s is nowhere", async ([, cf]) => {
  await MediaNode.register("node-a");
  const guest = new Guest();
  guest.cf = cf;
  const room = await Room.open({}, guest);
  const page = await room.join(guest);
  expect(page).toBeInstanceOf(Page);
  const participant = await room.storage(({ kv }) => kv.get<object>(`participant/${page.id}`));
  expect(participant).toMatchObject({ position: null });
});

test("each area has a registry of its own", async () => {
  await MediaNode.register("node-a", { position: TOKYO });
  const wish = { positions: [TOKYO], roundTrips: {}, used: [], regions: null, avoid: [] };
  expect((await registryOf(env, "apac").selectNode(wish))?.id).toBe("node-a");
  expect(await registryOf(env, "weur").selectNode(wish)).toBeNull();
});
