import { beforeEach, describe, expect, test, vi } from "vitest";
import { LIMITS, RATES } from "../../protocol/limits.ts";
import { MediaNode } from "./harness/node.ts";
import { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

let room: Room;
let alice: Page;
let bob: Page;

beforeEach(async () => {
  await MediaNode.register("node-a");
  room = await Room.open();
  alice = await room.join();
  bob = await room.join();
  await alice.settled();
  alice.inbox.clear();
});

const relay = (to: string, body: string) => ({ type: "relay", to, channel: "direct", body }) as const;

describe("what is relayed", () => {
  test("reaches whom it is for and nobody else, as it is, with the sender's id from its socket", async () => {
    const carol = await room.join();
    await bob.settled();
    bob.inbox.clear();
    const body = '{"from":"somebody else"}\u0000\u2028 <b>';
    await alice.ask({ type: "relay", to: bob.id, channel: "keys", body });
    expect(await bob.inbox.take("relayed")).toEqual({
      type: "relayed",
      from: alice.id,
      channel: "keys",
      body,
    });
    await Promise.all([carol.settled(), bob.settled()]);
    expect([...carol.inbox.waiting, ...bob.inbox.waiting]).toEqual([]);
  });

  test("keeps its order", async () => {
    for (let n = 0; n < 20; n += 1) alice.sendItem(relay(bob.id, String(n)));
    const bodies: string[] = [];
    for (let n = 0; n < 20; n += 1) bodies.push((await bob.inbox.take("relayed")).body);
    expect(bodies).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
  });

  test("changes nothing that the room stores", async () => {
    const stored = () => room.storage(({ kv }) => JSON.stringify([...kv.list()]));
    const before = await stored();
    await alice.ask(relay(bob.id, "x".repeat(LIMITS.relayChars)));
    await bob.inbox.take("relayed");
    expect(await stored()).toBe(before);
  });

  test("reaches a room that sleeps", async () => {
    await room.evict();
    await alice.ask(relay(bob.id, "good morning"));
    expect(await bob.inbox.take("relayed")).toMatchObject({ body: "good morning" });
  });
});

describe("is refused", () => {
  test("to somebody who is not in the room", async () => {
    expect((await alice.refused(relay(crypto.randomUUID(), "hello"))).code).toBe("unknown_participant");
    bob.sendItem({ type: "leave" });
    await alice.inbox.take("participant-left");
    expect((await alice.refused(relay(bob.id, "hello"))).code).toBe("unknown_participant");
  });

  test("to oneself", async () => {
    expect((await alice.refused(relay(alice.id, "hello"))).code).toBe("bad_message");
    await alice.settled();
    expect(alice.inbox.waiting).toEqual([]);
  });

  test("to somebody whose socket is lost, and is not brought later", async () => {
    bob.socket.close();
    await alice.inbox.take("participant-changed", ({ connected }) => connected === false);
    expect(await alice.refused(relay(bob.id, "hello"))).toMatchObject({
      code: "participant_away",
      retryAfterMs: expect.any(Number),
    });
    const again = await Page.open(room.id);
    const { epoch, seq } = bob.session.snapshot;
    await again.resume(bob, { epoch, seq, mediaEpoch: epoch });
    await again.settled();
    expect(again.inbox.waiting.filter(({ type }) => type === "relayed")).toEqual([]);
  });

  test("from who has not joined", async () => {
    const stranger = await Page.open(room.id);
    expect((await stranger.refused(relay(bob.id, "hello"))).code).toBe("not_joined");
    await bob.settled();
    expect(bob.inbox.waiting.filter(({ type }) => type === "relayed")).toEqual([]);
  });

  test.for<[string, object, string]>([
    ["too large", { body: "x".repeat(LIMITS.relayChars + 1) }, "body"],
    ["no text", { body: { sdp: "v=0" } }, "body"],
    ["to no id", { to: "everybody" }, "to"],
    ["on no channel", { channel: "chat" }, "channel"],
  ])("where it is %s", async ([, wrong, field]) => {
    const error = await alice.refused({ ...relay(bob.id, "hello"), ...wrong } as never);
    expect(error.code).toBe("bad_message");
    expect(error.message).toContain(`${field}: expected`);
    await bob.settled();
    expect(bob.inbox.waiting.filter(({ type }) => type === "relayed")).toEqual([]);
  });
});

describe("a flood", () => {
  test("is refused by its characters, and takes nothing from the rest", async () => {
    vi.setSystemTime(Date.now());
    const body = "x".repeat(LIMITS.relayChars);
    const allowed = RATES.relayChars.burst / LIMITS.relayChars;
    for (let said = 0; said < allowed; said += 1) await alice.ask(relay(bob.id, body));
    const error = await alice.refused(relay(bob.id, body));
    expect(error.code).toBe("rate_limited");
    expect(error.retryAfterMs).toBe((LIMITS.relayChars / RATES.relayChars.perSecond) * 1_000);
    await alice.chat("still here");
    await room.pass(error.retryAfterMs ?? 0);
    await alice.ask(relay(bob.id, body));
  });

  test("of short ones is refused, too, and closes the socket where it does not end", async () => {
    vi.setSystemTime(Date.now());
    const one = relay(bob.id, "");
    const frame = JSON.stringify(Array(LIMITS.itemsPerFrame).fill(one));
    const frames = Math.ceil((240 + RATES.faults.burst + 1) / LIMITS.itemsPerFrame);
    for (let sent = 0; sent < frames; sent += 1) alice.socket.send(frame);
    expect(await alice.socket.closed).toEqual({ code: 4429, reason: "abuse" });
    await bob.chat("still here");
    expect(bob.inbox.waiting.filter(({ type }) => type === "relayed")).toHaveLength(240);
  });
});
