import { beforeEach, describe, expect, test, vi } from "vitest";
import { TIMES } from "../../protocol/limits.ts";
import type { RoomEvent } from "../../protocol/room/to-page.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { Guest } from "./harness/guest.ts";
import { MediaNode } from "./harness/node.ts";
import { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

let node: MediaNode;
let room: Room;
let ada: Page;
let bob: Page;

beforeEach(async () => {
  node = await MediaNode.register("node-a");
  room = await Room.open();
  ada = await room.join(new Guest(), { name: "Ada" });
  bob = await room.join(new Guest(), { name: "Bob" });
});

/** Bob's socket is lost; returns once the room has seen it. */
async function loseBob(): Promise<RoomEvent> {
  bob.socket.close();
  return ada.inbox.take("participant-changed", ({ connected }) => connected === false);
}

/** Where Bob's page was when its socket was lost. */
const bobSaw = () => {
  const { epoch, seq } = bob.session.snapshot;
  return { epoch, seq, mediaEpoch: epoch };
};

describe("a socket that is lost", () => {
  test("leaves its participant in the room, who comes back to exactly what was missed", async () => {
    await bob.publish("microphone");
    const { seq } = await bob.inbox.take("producer-added");
    const lost = await loseBob();
    expect(lost).toMatchObject({ participantId: bob.id, seq: seq + 1 });
    await ada.chat("did you hear that?");
    await ada.ask({ type: "rename", name: "Ada L." });

    const back = await Page.open(room.id);
    await back.resume(bob, { ...bobSaw(), seq });
    await back.settled();
    expect(back.inbox.waiting).toEqual([
      { type: "participant-changed", seq: seq + 1, participantId: bob.id, connected: false },
      expect.objectContaining({ type: "chat-message", seq: seq + 2, text: "did you hear that?" }),
      { type: "participant-changed", seq: seq + 3, participantId: ada.id, name: "Ada L." },
      { type: "participant-changed", seq: seq + 4, participantId: bob.id, connected: true },
    ]);
    const again = await ada.inbox.take("participant-changed", ({ connected }) => connected === true);
    expect(again.participantId).toBe(bob.id);
    // The microphone was never gone.
    const newcomer = await room.join();
    expect(newcomer.session.media?.consumers).toHaveLength(1);
  });

  test("keeps its transports: nothing is offered to a page whose media is of this epoch", async () => {
    await loseBob();
    const back = await Page.open(room.id);
    await back.resume(bob, bobSaw());
    await back.settled();
    expect(back.inbox.waiting.filter(({ type }) => type === "offer")).toEqual([]);
  });

  test("brings new transports to a page whose media is of another epoch, or none", async () => {
    await loseBob();
    const back = await Page.open(room.id);
    await back.resume(bob, { ...bobSaw(), mediaEpoch: 0 });
    expect((await back.inbox.take("offer")).epoch).toBe(bob.session.snapshot.epoch);
  });

  test("comes back to the whole room where the room's memory was lost", async () => {
    await loseBob();
    await ada.chat("before the eviction");
    await room.evict();
    const { seq } = await ada.chat("after the eviction");
    const back = await Page.open(room.id);
    await back.resume(bob, bobSaw());
    const snapshot = await back.inbox.take("snapshot");
    expect(snapshot.seq).toBe(seq + 1);
    expect(snapshot.chat.map(({ text }) => text)).toEqual(["before the eviction", "after the eviction"]);
    expect(snapshot.participants.map(({ connected }) => connected)).toEqual([true, true]);
    await back.settled();
    expect(back.inbox.waiting).toEqual([]);
  });

  test("comes back to the whole room where the page says it saw what has not happened", async () => {
    await loseBob();
    const back = await Page.open(room.id);
    await back.resume(bob, { ...bobSaw(), seq: 1_000_000 });
    expect(await back.inbox.take("snapshot")).toHaveProperty("participants.1");
  });

  test("that the room has not missed yet is replaced by the one that resumes", async () => {
    const back = await Page.open(room.id);
    await back.resume(bob, bobSaw());
    expect(await bob.socket.closed).toEqual({ code: 4409, reason: "replaced" });
    await back.chat("here I am");
    await ada.inbox.take("chat-message");
    // For the others nothing has happened.
    expect(ada.inbox.waiting.filter(({ type }) => type !== "participant-joined")).toEqual([]);
  });

  test("was cut with the room itself: everybody is missed, and comes back", async () => {
    await room.evict("close");
    await node.dial(room.id, bob.session.snapshot.epoch);
    const newcomer = await room.join();
    const { participants } = newcomer.session.snapshot;
    expect(participants.map(({ connected }) => connected)).toEqual([false, false, true]);
    const back = await Page.open(room.id);
    await back.resume(bob, bobSaw());
    const changed = await newcomer.inbox.take("participant-changed");
    expect(changed).toMatchObject({ participantId: bob.id, connected: true });
  });
});

describe("a session is over", () => {
  const resume = () => ({
    type: "resume" as const,
    version: PROTOCOL_VERSION,
    participantId: bob.id,
    key: bob.session.resumeKey,
    ...bobSaw(),
  });

  async function isOver(difference: object = {}): Promise<void> {
    const back = await Page.open(room.id);
    expect((await back.refused({ ...resume(), ...difference })).code).toBe("session_expired");
    expect(await back.socket.closed).toEqual({ code: 4410, reason: "session_expired" });
  }

  test("for whoever has a wrong key, and the participant stays", async () => {
    await isOver({ key: crypto.randomUUID() });
    await isOver({ key: ada.session.resumeKey });
    await isOver({ participantId: crypto.randomUUID() });
    await bob.settled();
  });

  test("for a page of another version", async () => {
    const back = await Page.open(room.id);
    const error = await back.refused({ ...resume(), version: PROTOCOL_VERSION + 1 });
    expect(error.code).toBe("version_mismatch");
  });

  test("when its participant has left", async () => {
    bob.sendItem({ type: "leave" });
    await ada.inbox.take("participant-left");
    await isOver();
  });

  test("when its time is up: the participant is gone, and no ghost stays", async () => {
    await bob.publish("screen");
    vi.setSystemTime(Date.now());
    await loseBob();
    await room.pass(TIMES.resumeGraceMs - 1);
    await ada.settled();
    expect(ada.inbox.waiting.filter(({ type }) => type === "participant-left")).toEqual([]);
    await room.pass(1);
    expect(await ada.inbox.take("participant-left")).toMatchObject({ participantId: bob.id });
    await isOver();
    const newcomer = await room.join();
    expect(newcomer.session.snapshot.participants.map(({ id }) => id)).toEqual([ada.id, newcomer.id]);
    expect(await room.keys("producer/")).toEqual([]);
  });

  test("also where the room slept meanwhile", async () => {
    await loseBob();
    await room.evict();
    await room.pass(TIMES.resumeGraceMs);
    expect(await ada.inbox.take("participant-left")).toMatchObject({ participantId: bob.id });
  });
});

describe("the same person", () => {
  test("in the same tab is the same participant, and their old page is closed", async () => {
    const guest = new Guest();
    const tab = crypto.randomUUID();
    const page = await room.join(guest, { tab, name: "Cy" });
    await page.publish("screen");
    await ada.inbox.take("producer-added");
    const reloaded = await room.join(guest, { tab, name: "Cyrus" });
    expect(reloaded.id).toBe(page.id);
    expect(reloaded.session.resumeKey).not.toBe(page.session.resumeKey);
    expect(await page.socket.closed).toEqual({ code: 4409, reason: "replaced" });
    await ada.inbox.take("producer-removed");
    const changed = await ada.inbox.take("participant-changed");
    expect(changed).toMatchObject({ participantId: page.id, name: "Cyrus", connected: true });
    await ada.settled();
    expect(ada.inbox.waiting.map(({ type }) => type)).not.toContain("participant-left");
    expect(reloaded.session.snapshot.participants).toHaveLength(3);
    await reloaded.publish("screen");
  });

  test("in another tab is another participant", async () => {
    const guest = new Guest();
    const one = await room.join(guest);
    const two = await room.join(guest);
    expect(two.id).not.toBe(one.id);
    await one.settled();
    expect(two.session.snapshot.participants).toHaveLength(4);
  });

  test("whose tab somebody else names, is not replaced", async () => {
    const tab = crypto.randomUUID();
    const page = await room.join(new Guest(), { tab });
    const other = await room.join(new Guest(), { tab });
    expect(other.id).not.toBe(page.id);
    await page.settled();
  });
});
