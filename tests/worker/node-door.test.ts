import { env } from "cloudflare:workers";
import { generateKeyPair } from "jose";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { AUDIENCES, PATHS } from "../../protocol/api.ts";
import { TIMES } from "../../protocol/limits.ts";
import { CLOCK_TOLERANCE_SECONDS } from "../../worker/auth/node-token.ts";
import type { RefusalReason } from "../../worker/refusal-reasons.ts";
import { registryOf } from "../../worker/registry/registry-of.ts";
import { dial, nodeToken, privateKeyOf } from "./harness/dial.ts";
import { codeOf } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { logged } from "./harness/logged.ts";
import { MediaNode, REGISTRATION } from "./harness/node.ts";
import { counted, countRefusals } from "./harness/refusals.ts";
import { Room } from "./harness/room.ts";
import { Socket } from "./harness/socket.ts";

const now = () => Math.floor(Date.now() / 1000);

const refusals = () => logged.filter((entry) => entry.event === "node-refused");

let counts: Awaited<ReturnType<typeof countRefusals>>;

/** Dials, and is refused; that is logged and counted, once. */
async function isRefused(
  path: string,
  token: string | null,
  reason: RefusalReason,
  detail?: string,
): Promise<void> {
  const response = await dial(path, token);
  expect([response.status, await codeOf(response)]).toEqual([401, "unauthorized"]);
  expect(response.webSocket).toBeNull();
  expect(refusals()).toMatchObject([{ reason, ...(detail && { detail: expect.stringContaining(detail) }) }]);
  await counted(counts, { [reason]: 1 });
}

describe("a node is refused that dials with", () => {
  const room = crypto.randomUUID();
  const doors = [
    ["the registry", PATHS.nodeControl, null],
    ["a room", PATHS.nodeRoom(room), room],
  ] as const;

  beforeEach(async () => {
    counts = await countRefusals();
  });

  describe.for(doors)("%s", ([, path, roomId]) => {
    test("no token", () => isRefused(path, null, "no-token"));
    test("no token but text", () => isRefused(path, "let me in", "no-token"));
    test("another node's name", async () => {
      const { privateKey } = await generateKeyPair("Ed25519");
      const token = await nodeToken("node-a", roomId, { key: privateKey });
      await isRefused(path, token, "bad-token", "signature verification failed");
    });
    test("a token of yesterday", async () => {
      const token = await nodeToken("node-a", roomId, { issuedAt: now() - 86_400 });
      await isRefused(path, token, "expired-token");
    });
    test("a token that has just expired", async () => {
      const issuedAt = now() - TIMES.nodeTokenSeconds - CLOCK_TOLERANCE_SECONDS - 1;
      const token = await nodeToken("node-a", roomId, { issuedAt });
      await isRefused(path, token, "expired-token", "ERR_JWT_EXPIRED");
      expect(JSON.stringify(logged)).not.toContain(token.split(".")[1]);
    });
    test.for<[string, number, number]>([
      ["issued long ago that has not expired", -TIMES.nodeTokenSeconds - 1, 3_600],
      ["that is good for two minutes", 0, 120],
    ])("a token %s", async ([, begin, end]) => {
      const times = { issuedAt: now() + begin, expiresAt: now() + end };
      await isRefused(path, await nodeToken("node-a", roomId, times), "bad-token", "good for more than 60 s");
    });
    test("a token of tomorrow", async () => {
      const token = await nodeToken("node-a", roomId, { issuedAt: now() + 86_400 });
      await isRefused(path, token, "bad-token");
    });
    test("a clock that is farther ahead than clocks may be", async () => {
      const token = await nodeToken("node-a", roomId, { issuedAt: now() + CLOCK_TOLERANCE_SECONDS + 3 });
      await isRefused(path, token, "bad-token", '"iat" claim timestamp check failed');
    });
    test("a token for something else", async () => {
      const token = await nodeToken("node-a", roomId, { audience: AUDIENCES.join });
      await isRefused(path, token, "bad-token", '"aud" claim');
    });
    test("a token that names itself by no id", async () => {
      await isRefused(path, await nodeToken("node-a", roomId, { jti: "again" }), "bad-token", "a claim");
    });
    test("a token of the other door", async () => {
      await isRefused(path, await nodeToken("node-a", roomId === null ? room : null), "foreign-token");
    });
    test("a token for another room", async () => {
      await isRefused(path, await nodeToken("node-a", crypto.randomUUID()), "foreign-token");
    });
    test("a token that was used", async () => {
      const token = await nodeToken("node-a", roomId);
      expect((await dial(path, token)).status).toBe(101);
      await isRefused(path, token, "used-token");
    });
    test("a token that was used, for as long as a clock that is wrong has it be good", async () => {
      const token = await nodeToken("node-a", roomId);
      expect((await dial(path, token)).status).toBe(101);
      vi.setSystemTime(Date.now() + (TIMES.nodeTokenSeconds + CLOCK_TOLERANCE_SECONDS - 2) * 1_000);
      // Another dial has what is used up forgotten.
      expect((await dial(path, await nodeToken("node-b", roomId))).status).toBe(101);
      await isRefused(path, token, "used-token");
    });
  });

  test("a name that its key is not for", async () => {
    // node-b's key, and a header that says so, but the name of node-a.
    const faults = { key: await privateKeyOf("node-b"), kid: "node-b" };
    await isRefused(PATHS.nodeControl, await nodeToken("node-a", null, faults), "no-token");
  });

  test("nothing, again and again: a registry hears of it now and then, and at last of all", async () => {
    const get = vi.spyOn(env.REGISTRY, "get");
    for (let tries = 1; tries <= 40; tries += 1) await dial(PATHS.nodeControl, null);
    expect(get).toHaveBeenCalledTimes(4);
    expect(refusals()).toHaveLength(40);
    await counted(counts, { "no-token": 4 });
    vi.setSystemTime(Date.now() + 10_000);
    await dial(PATHS.nodeRoom(room), null);
    await counted(counts, { "no-token": 41 });
  });

  test("a name that it has not proved is not counted as that node", async () => {
    await MediaNode.register("node-a");
    const { privateKey } = await generateKeyPair("Ed25519");
    await isRefused(PATHS.nodeControl, await nodeToken("node-a", null, { key: privateKey }), "bad-token");
    expect(await registryOf(env, "enam").nodes()).toMatchObject([{ id: "node-a", refusals: 0 }]);
    await dial(PATHS.nodeControl, await nodeToken("node-a", room));
    await counted(counts, { "bad-token": 1, "foreign-token": 1 });
    expect(await registryOf(env, "enam").nodes()).toMatchObject([{ id: "node-a", refusals: 1 }]);
  });
});

test.for([3, -3])("a node whose clock is wrong by %i s comes in", async (seconds) => {
  for (const roomId of [null, crypto.randomUUID()]) {
    const path = roomId === null ? PATHS.nodeControl : PATHS.nodeRoom(roomId);
    const token = await nodeToken("node-a", roomId, { issuedAt: now() + seconds });
    expect((await dial(path, token)).status).toBe(101);
  }
});

describe("a node is sent away by a room", () => {
  beforeEach(async () => {
    counts = await countRefusals();
  });

  test("that chose another one", async () => {
    const chosen = await MediaNode.register("node-a");
    const room = await Room.open();
    const { epoch } = await chosen.link(room.id);
    const other = await MediaNode.register("node-b");
    const link = await other.dial(room.id, epoch);
    expect(await link.closed).toEqual({ code: 4404, reason: "not_serving" });
    const page = await room.join();
    expect(page.session.media).not.toBeNull();
    expect(link.orders.waiting).toEqual([]);
    expect(refusals()).toMatchObject([{ nodeId: "node-b", reason: "not-serving", roomId: room.id }]);
    await counted(counts, { "not-serving": 1 });
  });

  test("that is in a later epoch", async () => {
    const node = await MediaNode.register("node-a");
    const room = await Room.open();
    const { epoch } = await node.link(room.id);
    const page = await room.join();
    const old = await node.dial(room.id, epoch + 1);
    expect(await old.closed).toEqual({ code: 4404, reason: "not_serving" });
    expect(refusals()).toMatchObject([
      { nodeId: "node-a", reason: "not-serving", detail: `epoch ${epoch + 1}, not ${epoch}` },
    ]);
    await counted(counts, { "not-serving": 1 });
    expect(await page.publish()).toBeTypeOf("string");
  });

  test("that nobody has ever opened", async () => {
    const node = await MediaNode.register("node-a");
    const link = await node.dial(crypto.randomUUID(), 1);
    expect((await link.closed).code).toBe(4404);
    expect(refusals()).toMatchObject([{ nodeId: "node-a", reason: "not-serving", roomId: "" }]);
  });
});

describe("what a node sends that it should not", () => {
  beforeEach(async () => {
    counts = await countRefusals();
  });

  test("is logged and counted, and changes nothing", async () => {
    const node = await MediaNode.register("node-a");
    const room = await Room.open();
    const link = await node.link(room.id);
    const page = await room.join();
    link.send("nonsense");
    link.send("{}");
    link.sendItem({ type: "attached", epoch: link.epoch });
    link.sendItem({ type: "order-others-about", epoch: link.epoch });
    await page.publish("screen");
    expect(refusals().map(({ reason }) => reason)).toEqual(Array(4).fill("bad-message"));
    await counted(counts, { "bad-message": 4 });
    expect(await registryOf(env, "enam").nodes()).toMatchObject([{ id: "node-a", refusals: 4 }]);
  });

  test("about another epoch is not heard", async () => {
    const node = await MediaNode.register("node-a");
    const room = await Room.open();
    const link = await node.link(room.id);
    const page = await room.join();
    link.sendItem({ type: "leaving", epoch: link.epoch + 1, reason: "draining" });
    await page.publish("screen");
    expect(page.inbox.waiting.map(({ type }) => type)).not.toContain("media-lost");
    const detail = `leaving of epoch ${link.epoch + 1}`;
    expect(refusals()).toMatchObject([{ nodeId: "node-a", reason: "stale-report", detail, roomId: room.id }]);
    await counted(counts, { "stale-report": 1 });
  });

  test("on the control link neither ends the registry nor its registration", async () => {
    const response = await dial(PATHS.nodeControl, await nodeToken("node-a", null));
    const answers: unknown[] = [];
    const socket = await Socket.of(response, (items) => answers.push(...items));
    socket.send("nonsense");
    socket.send(new ArrayBuffer(4));
    socket.send(JSON.stringify([{ type: "beat" }, { type: "register", id: 1, ...REGISTRATION }]));
    await eventually(async () => answers.length === 4);
    const faults = answers.slice(0, 3).map((item) => (item as { error: { code: string } }).error.code);
    expect(faults).toEqual(["bad_json", "bad_json", "bad_message"]);
    expect(answers[3]).toEqual({ re: 1, ok: {} });
    await counted(counts, { "bad-message": 3 });
    socket.close();
  });
});
