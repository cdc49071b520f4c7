import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, inject, test } from "vitest";
import { PATHS } from "../../protocol/api.ts";
import {
  type FleetNodes,
  type FleetRooms,
  type FleetWanted,
  fleetNodeSchema,
  fleetNodesSchema,
  fleetWantedSchema,
} from "../../protocol/fleet.ts";
import { app } from "../../worker/app.ts";
import { registryOf } from "../../worker/registry/registry-of.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { logged } from "./harness/logged.ts";
import { LOAD, MediaNode, REGISTRATION } from "./harness/node.ts";
import { Room } from "./harness/room.ts";

const TOKYO = { latitude: 35.7, longitude: 139.7 };
const FRANKFURT = { latitude: 50.1, longitude: 8.7 };

const operator = new Guest();

function ask(method: string, path: string, token: string | null = inject("surroundings").fleetToken) {
  const headers: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
  return operator.fetch(path, { method, headers });
}

async function nodes(): Promise<FleetNodes> {
  return v.parse(fleetNodesSchema, await (await ask("GET", PATHS.fleetNodes)).json());
}

async function wanted(): Promise<FleetWanted> {
  return v.parse(fleetWantedSchema, await (await ask("GET", PATHS.fleetWanted)).json());
}

/** Runs something while the registry of western Europe does not answer. */
async function withSilence(run: () => Promise<void>): Promise<void> {
  await registryOf(env, "weur").nodes();
  const get = env.REGISTRY.get.bind(env.REGISTRY);
  const silent = env.REGISTRY.idFromName("weur");
  env.REGISTRY.get = (id, options) => {
    if (id.equals(silent)) throw new Error("overloaded");
    return get(id, options);
  };
  try {
    await run();
  } finally {
    env.REGISTRY.get = get;
  }
}

describe("the fleet's door", () => {
  const routes = [
    ["GET", PATHS.fleetNodes],
    ["GET", PATHS.fleetNode("node-a")],
    ["POST", PATHS.fleetDrain("node-a")],
    ["DELETE", PATHS.fleetNode("node-a")],
    ["GET", PATHS.fleetRooms("node-a")],
    ["GET", PATHS.fleetWanted],
    ["GET", PATHS.fleetMetrics],
  ] as const;

  describe.for(routes)("%s %s", ([method, path]) => {
    test.for<[string, string | null]>([
      ["no token", null],
      ["another token", "x".repeat(43)],
      ["the token of something else", inject("surroundings").tokenSecret],
      ["a part of the token", inject("surroundings").fleetToken.slice(0, -1)],
    ])("is shut for %s, and that is logged", async ([, token]) => {
      const node = await MediaNode.register("node-a");
      const response = await ask(method, path, token);
      expect([response.status, await codeOf(response)]).toEqual([401, "wrong_fleet_token"]);
      expect(logged).toContainEqual(expect.objectContaining({ event: "operator-refused" }));
      expect(node.served.waiting).toEqual([]);
      expect((await nodes()).nodes).toHaveLength(1);
    });

    test("is not there where there is no token", async () => {
      const { FLEET_TOKEN: _none, ...without } = env;
      const headers = { Authorization: "Bearer undefined", "CF-Connecting-IP": operator.address };
      const response = await app.request(path, { method, headers }, without);
      expect([response.status, await codeOf(response)]).toEqual([404, "not_found"]);
    });
  });

  test("takes only so many wrong tokens from one address", async () => {
    const guesser = new Guest();
    const guess = () => guesser.fetch(PATHS.fleetNodes, { headers: { Authorization: "Bearer nonsense" } });
    const statuses = await Promise.all(Array.from({ length: 25 }, async () => (await guess()).status));
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  });

  test("is shut for pages of other sites", async () => {
    const headers = { Authorization: `Bearer ${env.FLEET_TOKEN}`, Origin: "https://elsewhere.example" };
    const response = await operator.fetch(PATHS.fleetNodes, { headers });
    expect(await codeOf(response)).toBe("foreign_origin");
  });
});

describe("the list of nodes", () => {
  test("says of each where it is and how it is, whatever area it is in", async () => {
    const before = Date.now();
    await MediaNode.register("node-a", { region: "jp", position: TOKYO, capacity: 900 });
    const load = { rooms: 2, people: 7, consumers: 30, cpu: 0.4 };
    await MediaNode.register("node-b", { region: "eu", position: FRANKFURT, load, draining: true });
    const { nodes: all, silentAreas } = await nodes();
    expect(silentAreas).toEqual([]);
    expect(all).toMatchObject([
      { id: "node-b", region: "eu", area: "weur", position: FRANKFURT, load, draining: true, refusals: 0 },
      { id: "node-a", region: "jp", area: "apac", capacity: 900, load: LOAD, draining: false },
    ]);
    for (const { registeredAt } of all) expect(registeredAt).toBeGreaterThanOrEqual(before);
    expect(JSON.stringify(all)).not.toContain(REGISTRATION.instance);
    const answer = await ask("GET", PATHS.fleetNode("node-a"));
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(v.parse(fleetNodeSchema, await answer.json())).toEqual(all[1]);
  });

  test("has what a node said that was not believed", async () => {
    const node = await MediaNode.register("node-a");
    node.beat({ ...LOAD, cpu: 7 });
    await node.served.take("fault");
    expect((await nodes()).nodes).toMatchObject([{ id: "node-a", refusals: 1, load: LOAD }]);
  });

  test("has no node that is not there", async () => {
    for (const [method, path] of [
      ["GET", PATHS.fleetNode("node-a")],
      ["POST", PATHS.fleetDrain("node-a")],
      ["DELETE", PATHS.fleetNode("node-a")],
      ["GET", PATHS.fleetRooms("node-a")],
    ] as const) {
      const response = await ask(method, path);
      expect([response.status, await codeOf(response)]).toEqual([404, "node_not_found"]);
    }
  });

  test("does not call a node gone where an area does not answer", () =>
    withSilence(async () => {
      expect((await nodes()).silentAreas).toEqual(["weur"]);
      for (const method of ["GET", "DELETE"])
        expect((await ask(method, PATHS.fleetNode("node-a"))).status).toBe(500);
      expect((await ask("POST", PATHS.fleetDrain("node-a"))).status).toBe(500);
    }));
});

test("a node that is to drain is told, and gets no room from then on", async () => {
  const node = await MediaNode.register("node-a", { position: FRANKFURT });
  const response = await ask("POST", PATHS.fleetDrain("node-a"));
  expect(response.status).toBe(202);
  await node.served.take("drain");
  // Was on its way when it was told.
  node.beat({ ...LOAD, cpu: 0.5 });
  await eventually(async () => (await nodes()).nodes[0]?.load.cpu === 0.5);
  await evictDurableObject(registryOf(env, "weur"));
  expect((await nodes()).nodes).toMatchObject([{ id: "node-a", draining: true }]);
  const room = await Room.open();
  expect((await room.join()).session.media).toBeNull();
  node.end();
  await eventually(async () => (await ask("GET", PATHS.fleetNode("node-a"))).status === 404);
});

describe("a node that is removed", () => {
  test("has its link closed, and does not come back in the same run of its program", async () => {
    const node = await MediaNode.register("node-a", { position: FRANKFURT });
    expect((await ask("DELETE", PATHS.fleetNode("node-a"))).status).toBe(200);
    expect(await node.controlClosed).toEqual({ code: 4405, reason: "removed" });
    expect((await nodes()).nodes).toEqual([]);
    await expect(MediaNode.register("node-a", { position: FRANKFURT })).rejects.toThrow("node_removed");
    await eventually(async () => (await nodes()).nodes.length === 0);
  });

  test("is welcome when it was started anew, and in that run again", async () => {
    await MediaNode.register("node-a");
    await ask("DELETE", PATHS.fleetNode("node-a"));
    const instance = crypto.randomUUID();
    const anew = await MediaNode.register("node-a", { instance });
    anew.end();
    await eventually(async () => (await nodes()).nodes.length === 0);
    await MediaNode.register("node-a", { instance });
    expect((await nodes()).nodes).toHaveLength(1);
  });
});

describe("the rooms of a node", () => {
  test("are those that it names when it is asked", async () => {
    const node = await MediaNode.register("node-a");
    const rooms = [{ roomId: crypto.randomUUID(), people: 3 }];
    const asked = ask("GET", PATHS.fleetRooms("node-a"));
    const { request } = await node.served.take("list-rooms");
    node.nameRooms(request, rooms);
    const response = await asked;
    expect(response.status).toBe(200);
    expect(await response.json<FleetRooms>()).toEqual({ rooms });
  });

  test("are not known of a node that goes while it is asked, or that says nothing", async () => {
    const node = await MediaNode.register("node-a");
    const asked = ask("GET", PATHS.fleetRooms("node-a"));
    await node.served.take("list-rooms");
    node.end();
    expect((await asked).status).toBe(404);
    await MediaNode.register("node-b");
    expect((await ask("GET", PATHS.fleetRooms("node-b"))).status).toBe(500);
  });

  test("are not to be said for another node, or unasked", async () => {
    const asked = await MediaNode.register("node-a");
    const other = await MediaNode.register("node-b");
    const answer = ask("GET", PATHS.fleetRooms("node-a"));
    const { request } = await asked.served.take("list-rooms");
    other.nameRooms(request, [{ roomId: crypto.randomUUID(), people: 99 }]);
    await other.served.take("fault");
    asked.nameRooms(request, []);
    expect(await (await answer).json()).toEqual({ rooms: [] });
    asked.nameRooms(request, []);
    await asked.served.take("fault");
  });

  test("are asked for by a node's name", async () => {
    for (const query of ["", "?node=", "?node=a%20b"])
      expect((await ask("GET", `/api/fleet/rooms${query}`)).status).toBe(400);
  });
});

describe("how many nodes are wanted", () => {
  test("is said of each region, and is what it has where nobody knows how it was", async () => {
    await MediaNode.register("node-a", { region: "jp", position: TOKYO });
    await MediaNode.register("node-b", { region: "jp", position: TOKYO });
    expect(await wanted()).toEqual({
      regions: [
        {
          region: "jp",
          nodes: 2,
          draining: 0,
          wanted: 2,
          busy: 0,
          trendPerMinute: 0,
          reason: "no-history",
          drain: [],
          ended: [],
        },
      ],
      silentAreas: [],
    });
  });

  test("grows with what a node says in its beats", async () => {
    const node = await MediaNode.register("node-a", { region: "jp-busy", position: TOKYO });
    node.beat({ rooms: 9, people: 100, consumers: 490, cpu: 0.3 });
    await eventually(async () => (await wanted()).regions[0]?.busy === 0.98);
    expect((await wanted()).regions).toMatchObject([{ nodes: 1, wanted: 2, reason: "grows" }]);
    const metrics = await ask("GET", PATHS.fleetMetrics);
    expect(metrics.headers.get("Content-Type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await metrics.text();
    expect(text).toContain('nearcast_fleet_nodes{region="jp-busy"} 1\n');
    expect(text).toContain('nearcast_fleet_nodes_wanted{region="jp-busy"} 2\n');
    expect(text).toContain('nearcast_fleet_busy_ratio{region="jp-busy"} 0.98\n');
  });

  test("does not count on a node that drains, and says when that has ended", async () => {
    const node = await MediaNode.register("node-a", { region: "jp-drains", position: TOKYO });
    await ask("POST", PATHS.fleetDrain("node-a"));
    expect((await wanted()).regions).toMatchObject([
      { nodes: 0, draining: 1, wanted: 1, reason: "grows", ended: [] },
    ]);
    const before = Date.now();
    node.end();
    await eventually(async () => (await wanted()).regions[0]?.ended.length === 1);
    const [region] = (await wanted()).regions;
    expect(region).toMatchObject({ region: "jp-drains", ended: [{ id: "node-a" }] });
    expect(region?.ended[0]?.at).toBeGreaterThanOrEqual(before);
    await MediaNode.register("node-a", { region: "jp-drains", position: TOKYO });
    expect((await wanted()).regions).toMatchObject([{ nodes: 1, ended: [] }]);
  });

  test("says of a removed node that it has ended, and of a lost one nothing", async () => {
    await MediaNode.register("node-a", { region: "jp-gone", position: TOKYO });
    const lost = await MediaNode.register("node-b", { region: "jp-gone", position: TOKYO });
    await ask("DELETE", PATHS.fleetNode("node-a"));
    lost.end();
    await eventually(async () => (await nodes()).nodes.length === 0);
    expect((await wanted()).regions).toMatchObject([{ region: "jp-gone", ended: [{ id: "node-a" }] }]);
  });

  test("says which areas were silent", () =>
    withSilence(async () => {
      await MediaNode.register("node-a", { region: "jp-heard", position: TOKYO });
      expect(await wanted()).toMatchObject({ regions: [{ region: "jp-heard" }], silentAreas: ["weur"] });
    }));

  test("is by what the operator wants, and a setting without sense is named", async () => {
    await MediaNode.register("node-a", { region: "jp-more", position: TOKYO });
    const headers = { Authorization: `Bearer ${env.FLEET_TOKEN}`, "CF-Connecting-IP": operator.address };
    const more = await app.request(PATHS.fleetWanted, { headers }, { ...env, FLEET_MIN_NODES: "3" });
    expect(await more.json()).toMatchObject({ regions: [{ nodes: 1, wanted: 3, reason: "grows" }] });
    const wrong = await app.request(PATHS.fleetWanted, { headers }, { ...env, FLEET_TARGET_BUSY: "60" });
    expect(wrong.status).toBe(500);
    expect(logged).toContainEqual(
      expect.objectContaining({ error: expect.stringContaining("FLEET_TARGET_BUSY") }),
    );
  });
});
