import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, inject, test } from "vitest";
import { PATHS } from "../../protocol/api.ts";
import { type FleetNodes, type FleetRooms, fleetNodeSchema, fleetNodesSchema } from "../../protocol/fleet.ts";
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

describe("the fleet's door", () => {
  const routes = [
    ["GET", PATHS.fleetNodes],
    ["GET", PATHS.fleetNode("node-a")],
    ["POST", PATHS.fleetDrain("node-a")],
    ["DELETE", PATHS.fleetNode("node-a")],
    ["GET", PATHS.fleetRooms("node-a")],
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

  test("does not call a node gone where an area does not answer", async () => {
    await registryOf(env, "weur").nodes();
    const get = env.REGISTRY.get.bind(env.REGISTRY);
    const silent = env.REGISTRY.idFromName("weur");
    env.REGISTRY.get = (id, options) => {
      if (id.equals(silent)) throw new Error("overloaded");
      return get(id, options);
    };
    try {
      expect((await nodes()).silentAreas).toEqual(["weur"]);
      for (const method of ["GET", "DELETE"])
        expect((await ask(method, PATHS.fleetNode("node-a"))).status).toBe(500);
      expect((await ask("POST", PATHS.fleetDrain("node-a"))).status).toBe(500);
    } finally {
      env.REGISTRY.get = get;
    }
  });
});

test("a node that is to drain is told, and gets no room from then on", async () => {
  const node = await MediaNode.register("node-a", { position: FRANKFURT });
  const response = await ask("POST", PATHS.fleetDrain("node-a"));
  expect(response.status).toBe(202);
  await node.served.take("drain");
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
