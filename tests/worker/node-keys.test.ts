import { env } from "cloudflare:workers";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeEach, describe, expect, inject, test, vi } from "vitest";
import { AUDIENCES, PATHS } from "../../protocol/api.ts";
import { TIMES } from "../../protocol/limits.ts";
import { dial, nodeToken } from "./harness/dial.ts";
import { codeOf } from "./harness/guest.ts";
import { logged } from "./harness/logged.ts";
import { MediaNode } from "./harness/node.ts";
import { Room } from "./harness/room.ts";

const KNOWN = JSON.stringify(inject("surroundings").publicNodeKey["node-a"]);

/** Dials the registry as node-a, and gives what is answered: a status, and the error's code. */
async function dialAs(faults: Parameters<typeof nodeToken>[2] = {}): Promise<[number, string?]> {
  const response = await dial(PATHS.nodeControl, await nodeToken("node-a", null, faults));
  if (response.status !== 101) return [response.status, (await codeOf(response)) ?? ""];
  response.webSocket?.accept();
  response.webSocket?.close();
  return [101];
}

const refusals = () => logged.filter(({ event }) => event === "node-refused");

describe("a node", () => {
  test("whose key is in NODE_KEYS is taken, and its key is read only when it dials", async () => {
    const node = await MediaNode.register("node-a");
    const get = vi.spyOn(env.NODE_KEYS, "get");
    const room = await Room.open();
    await node.link(room.id);
    expect(get.mock.calls).toEqual([["node-a", { cacheTtl: TIMES.nodeKeyCacheSeconds }]]);
    const page = await room.join();
    await page.publish("screen");
    node.beat();
    expect(get).toHaveBeenCalledTimes(1);
  });

  test("that nobody made known is refused, and its name is logged", async () => {
    await env.NODE_KEYS.delete("node-a");
    expect(await dialAs()).toEqual([401, "unauthorized"]);
    expect(refusals()).toMatchObject([
      { nodeId: "node-a", reason: "unknown-node", detail: "no key in NODE_KEYS" },
    ]);
  });

  test("whose key was taken away comes in no more, neither by the registry's door nor by a room's", async () => {
    const node = await MediaNode.register("node-a", { dials: false });
    await env.NODE_KEYS.delete("node-a");
    expect(await dialAs()).toEqual([401, "unauthorized"]);
    // Its link to the registry stays until an operator removes it: so it is asked to serve still, and cannot.
    const room = await Room.open();
    await node.served.take("serve", (serve) => serve.roomId === room.id);
    const response = await dial(PATHS.nodeRoom(room.id), await nodeToken("node-a", room.id));
    expect([response.status, await codeOf(response)]).toEqual([401, "unauthorized"]);
  });

  test("with another key is known by that one alone", async () => {
    const next = await generateKeyPair("Ed25519");
    expect(await dialAs({ key: next.privateKey })).toEqual([401, "unauthorized"]);
    await env.NODE_KEYS.put("node-a", JSON.stringify(await exportJWK(next.publicKey)));
    expect(await dialAs({ key: next.privateKey })).toEqual([101]);
    expect(await dialAs()).toEqual([401, "unauthorized"]);
  });
});

describe("a node is refused, and its operator is told, where in NODE_KEYS is", () => {
  const known = JSON.parse(KNOWN);
  test.for<[string, () => string | Promise<string>]>([
    ["nothing", () => ""],
    ["no JSON", () => "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="],
    ["JSON of something else", () => '["node-a"]'],
    ["a set of keys", () => JSON.stringify({ keys: [known] })],
    ["a key of another curve", async () => JSON.stringify(await publicKeyOf("ES256"))],
    ["a key for another algorithm", async () => JSON.stringify(await publicKeyOf("RS256"))],
    ["a shared secret", () => JSON.stringify({ kty: "oct", k: known.x })],
    ["half of a key", () => JSON.stringify({ ...known, x: known.x.slice(0, 20) })],
    ["the node's private key", () => JSON.stringify(inject("surroundings").nodeKey["node-a"])],
  ])("%s", async ([, value]) => {
    await env.NODE_KEYS.put("node-a", await value());
    expect(await dialAs()).toEqual([401, "unauthorized"]);
    expect(refusals()).toMatchObject([
      {
        nodeId: "node-a",
        reason: "unknown-node",
        detail: expect.stringContaining("is no public Ed25519 key"),
      },
    ]);
  });
});

describe("a KV that", () => {
  test("fails makes no node lose its way: it is told to come again", async () => {
    vi.spyOn(env.NODE_KEYS, "get").mockRejectedValueOnce(new Error("KV GET failed: 500"));
    expect(await dialAs()).toEqual([503, "internal"]);
    expect(refusals()).toMatchObject([
      { nodeId: "node-a", reason: "keys-unreadable", detail: "Error: KV GET failed: 500" },
    ]);
    expect(logged.some(({ event }) => event === "request-failed")).toBe(false);
    expect(await dialAs()).toEqual([101]);
  });

  test("never answers is not waited for", async () => {
    vi.spyOn(env.NODE_KEYS, "get").mockReturnValueOnce(new Promise<never>(() => {}) as never);
    expect(await dialAs()).toEqual([503, "internal"]);
    expect(refusals()).toMatchObject([
      { nodeId: "node-a", reason: "keys-unreadable", detail: expect.stringContaining("no answer") },
    ]);
  });

  test("fails says so at a room's door, too", async () => {
    vi.spyOn(env.NODE_KEYS, "get").mockRejectedValueOnce(new Error("KV GET failed: 500"));
    const roomId = crypto.randomUUID();
    const response = await dial(PATHS.nodeRoom(roomId), await nodeToken("node-a", roomId));
    expect([response.status, await codeOf(response)]).toEqual([503, "internal"]);
  });
});

describe("nothing is looked up for", () => {
  let get: ReturnType<typeof vi.spyOn>;
  beforeEach(() => {
    get = vi.spyOn(env.NODE_KEYS, "get");
  });

  test.for<[string, object, string]>([
    ["a name that no node may have", { alg: "EdDSA", kid: "node a" }, "node a"],
    ["a name that is too long", { alg: "EdDSA", kid: "a".repeat(65) }, "a".repeat(65)],
    ["a name that KV does not take", { alg: "EdDSA", kid: ".." }, ".."],
    ["no name", { alg: "EdDSA" }, "node-a"],
    ["two names", { alg: "EdDSA", kid: "node-b" }, "node-a"],
    ["another algorithm", { alg: "HS256", kid: "node-a" }, "node-a"],
    ["no algorithm", { alg: "none", kid: "node-a" }, "node-a"],
  ])("%s", async ([, header, subject]) => {
    const encode = (part: object) => btoa(JSON.stringify(part)).replace(/[=]+$/, "");
    const now = Math.floor(Date.now() / 1000);
    const claims = { sub: subject, aud: AUDIENCES.node, jti: crypto.randomUUID(), iat: now, exp: now + 60 };
    const token = `${encode(header)}.${encode(claims)}.c2lnbmF0dXJl`;
    expect((await dial(PATHS.nodeControl, token)).status).toBe(401);
    expect(get).not.toHaveBeenCalled();
    expect(refusals()).toMatchObject([{ nodeId: null, reason: "no-token" }]);
  });

  test("a room that cannot be one", async () => {
    expect((await dial("/api/nodes/rooms/nowhere", await nodeToken("node-a", null))).status).toBe(401);
    expect(get).not.toHaveBeenCalled();
  });
});

test("the public key is no shared secret: a token that is signed with it is refused", async () => {
  const now = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: "HS256", kid: "node-a" })
    .setSubject("node-a")
    .setAudience(AUDIENCES.node)
    .setJti(crypto.randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(new TextEncoder().encode(KNOWN));
  expect((await dial(PATHS.nodeControl, token)).status).toBe(401);
});

async function publicKeyOf(algorithm: string): Promise<object> {
  return exportJWK((await generateKeyPair(algorithm, { extractable: true })).publicKey);
}
