import { beforeEach, describe, expect, test, vi } from "vitest";
import { RATES } from "../../protocol/limits.ts";
import type { Mark } from "../../protocol/room/annotations.ts";
import { MediaNode } from "./harness/node.ts";
import { Page, publishMessage } from "./harness/page.ts";
import { Room } from "./harness/room.ts";
import type { RoomLink } from "./harness/room-link.ts";

const POINTER: Mark = { kind: "pointer", at: [100, 65_535] };
const FADING: Mark = { kind: "stroke", stroke: 1, from: 0, points: [1, 2, 3, 4], kept: false };
const KEPT: Mark = { ...FADING, kept: true };
const CLEAR_ALL: Mark = { kind: "clear", whose: "all" };

let room: Room;
let link: RoomLink;
let sharer: Page;
let viewer: Page;
let other: Page;
let share: string;

beforeEach(async () => {
  const node = await MediaNode.register("node-a");
  room = await Room.open();
  link = await node.link(room.id);
  sharer = await room.join();
  viewer = await room.join();
  other = await room.join();
  share = await sharer.publish("screen");
  await other.inbox.take("producer-added");
});

const annotate = (producerId: string, ...marks: Mark[]) => ({ type: "annotate", producerId, marks }) as const;
const heard = (page: Page) => page.inbox.waiting.filter(({ type }) => type === "annotated");

describe("what somebody does on a share", () => {
  test("is shown to all others, as theirs, and nowhere else", async () => {
    link.orders.clear();
    const { seq } = await sharer.chat("before");
    await viewer.ask(annotate(share, POINTER, FADING));
    const shown = {
      type: "annotated",
      participantId: viewer.id,
      producerId: share,
      marks: [POINTER, FADING],
    };
    for (const page of [sharer, other]) expect(await page.inbox.take("annotated")).toEqual(shown);
    await viewer.settled();
    expect(heard(viewer)).toEqual([]);
    // The node hears nothing of it, and it is no event.
    expect(link.orders.waiting).toEqual([]);
    expect((await sharer.chat("after")).seq).toBe(seq + 1);
    expect(await room.storage(({ kv }) => JSON.stringify([...kv.list()]))).not.toContain('"stroke"');
  });

  test("is never somebody else's, whatever the message says", async () => {
    viewer.sendItem({ ...annotate(share, POINTER), participantId: other.id });
    expect((await sharer.inbox.take("annotated")).participantId).toBe(viewer.id);
  });

  test.for<[string, object]>([
    ["no marks", { marks: [] }],
    ["too many marks", { marks: Array(17).fill(POINTER) }],
    ["a place outside the picture", { marks: [{ kind: "pointer", at: [-1, 0] }] }],
    ["a place that is no number", { marks: [{ kind: "pointer", at: [Number.NaN, 0] }] }],
    ["half a point", { marks: [{ ...FADING, points: [1, 2, 3] }] }],
    ["too many points", { marks: [{ ...FADING, points: Array(258).fill(1) }] }],
    ["a stroke without an end", { marks: [{ ...FADING, from: 1e9 }] }],
    ["a kind that is none", { marks: [{ kind: "script" }] }],
    ["an addressee that is no id", { to: "everybody" }],
  ])("is refused where it is %s", async ([, wrong]) => {
    const error = await viewer.refused({ ...annotate(share, POINTER), ...wrong } as never);
    expect(error.code).toBe("bad_message");
    await sharer.settled();
    expect(heard(sharer)).toEqual([]);
  });

  test("wants a screen that is shared, and somebody to show it to", async () => {
    const camera = await sharer.publish("camera");
    for (const producerId of [camera, crypto.randomUUID()])
      expect((await viewer.refused(annotate(producerId, POINTER))).code).toBe("unknown_producer");
    const lost = { ...annotate(share, POINTER), to: crypto.randomUUID() };
    expect((await viewer.refused(lost)).code).toBe("unknown_participant");
  });

  test("is not for who only watches", async () => {
    const owner = await room.join(room.owner);
    await owner.ask({ type: "set-role", participantId: viewer.id, role: "viewer" });
    expect((await viewer.refused(annotate(share, POINTER))).code).toBe("forbidden");
  });

  test("is cleared as a whole by the sharer and by moderators alone", async () => {
    expect((await viewer.refused(annotate(share, CLEAR_ALL))).code).toBe("forbidden");
    await sharer.ask(annotate(share, CLEAR_ALL));
    expect((await viewer.inbox.take("annotated")).marks).toEqual([CLEAR_ALL]);
    const owner = await room.join(room.owner);
    await owner.ask(annotate(share, CLEAR_ALL));
    await viewer.ask(annotate(share, { kind: "clear", whose: "author" }));
  });
});

describe("the sharer", () => {
  test("closes a share to the others' marks, which everybody knows, and opens it again", async () => {
    await sharer.ask({ type: "set-drawing", producerId: share, drawing: false });
    for (const page of [viewer, other]) {
      const event = await page.inbox.take("producer-drawing");
      expect(event).toMatchObject({ producerId: share, drawing: false, by: sharer.id });
    }
    expect((await viewer.refused(annotate(share, POINTER))).code).toBe("forbidden");
    const late = await room.join();
    const seen = late.session.snapshot.participants.find(({ id }) => id === sharer.id);
    expect(seen?.producers).toMatchObject([{ id: share, drawing: false }]);
    // One's own screen is one's own.
    await sharer.ask(annotate(share, FADING));
    await room.evict();
    expect((await viewer.refused(annotate(share, POINTER))).code).toBe("forbidden");
    await sharer.ask({ type: "set-drawing", producerId: share, drawing: true });
    await viewer.ask(annotate(share, POINTER));
  });

  test("may begin with it closed", async () => {
    const producerId = crypto.randomUUID();
    await sharer.ask({ ...publishMessage("screen", producerId), drawing: false });
    expect((await viewer.refused(annotate(producerId, POINTER))).code).toBe("forbidden");
  });

  test("has it closed by a moderator, but opened by nobody else", async () => {
    const owner = await room.join(room.owner);
    expect((await viewer.refused({ type: "set-drawing", producerId: share, drawing: false })).code).toBe(
      "forbidden",
    );
    await owner.ask({ type: "set-drawing", producerId: share, drawing: false });
    expect(await sharer.inbox.take("producer-drawing")).toMatchObject({ drawing: false, by: owner.id });
    expect((await owner.refused({ type: "set-drawing", producerId: share, drawing: true })).code).toBe(
      "forbidden",
    );
  });
});

describe("what is kept is asked for again, of who has drawn it,", () => {
  test("when somebody joins, also after the room has slept", async () => {
    await viewer.ask(annotate(share, KEPT));
    await other.ask(annotate(share, FADING));
    await room.evict();
    const late = await room.join();
    expect(await viewer.inbox.take("recall")).toEqual({ type: "recall", participantId: late.id });
    await viewer.ask({ ...annotate(share, KEPT), to: late.id });
    expect(await late.inbox.take("annotated")).toMatchObject({ participantId: viewer.id, marks: [KEPT] });
    for (const page of [sharer, other]) {
      await page.settled();
      expect(page.inbox.waiting.filter(({ type }) => type === "recall")).toEqual([]);
    }
    expect(heard(other)).toHaveLength(1);
  });

  test("when somebody comes back", async () => {
    await viewer.ask(annotate(share, KEPT));
    const { epoch, seq } = other.session.snapshot;
    const back = await Page.open(room.id);
    await back.resume(other, { epoch, seq, mediaEpoch: epoch });
    expect(await viewer.inbox.take("recall")).toMatchObject({ participantId: other.id });
  });
});

describe("a flood of marks", () => {
  const flood = (page: Page, messages: number, marks: Mark[]) => {
    const items = JSON.stringify(Array(25).fill(annotate(share, ...marks)));
    for (let sent = 0; sent < messages; sent += 25) page.socket.send(items);
  };

  test("is cut, and nobody else notices", async () => {
    vi.setSystemTime(Date.now());
    const big: Mark = { ...FADING, points: Array(256).fill(65_535) };
    flood(viewer, RATES.annotationFlood.burst + RATES.faults.burst + 25, [big]);
    expect(await viewer.socket.closed).toEqual({ code: 4429, reason: "abuse" });
    // Of all those points, no more came through than a page keeps of one person.
    await other.chat("still here");
    await sharer.inbox.take("chat-message", ({ text }) => text === "still here");
    expect(heard(sharer).length).toBeLessThanOrEqual(RATES.annotations.burst);
    await sharer.ask(annotate(share, POINTER));
    await other.inbox.take("annotated", ({ participantId }) => participantId === sharer.id);
  });

  test("of marks that are nonsense is cut, too", async () => {
    vi.setSystemTime(Date.now());
    flood(viewer, RATES.faults.burst + 25, [{ kind: "script" } as never]);
    expect(await viewer.socket.closed).toEqual({ code: 4429, reason: "abuse" });
    await other.ask(annotate(share, POINTER));
  });

  test("that a slow network held back loses marks alone", async () => {
    vi.setSystemTime(Date.now());
    flood(viewer, 300, [POINTER]);
    await viewer.chat("my network is back");
    expect(await sharer.inbox.take("chat-message")).toMatchObject({ participantId: viewer.id });
    expect(heard(sharer)).toHaveLength(RATES.annotations.burst);
    const error = await viewer.refused(annotate(share, { kind: "clear", whose: "author" }));
    expect(error).toMatchObject({ code: "rate_limited" });
    expect(viewer.inbox.waiting.filter(({ type }) => type === "fault")).toEqual([]);
  });
});
