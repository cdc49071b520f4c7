import { beforeEach, expect, test, vi } from "vitest";
import { TIMES } from "../../protocol/limits.ts";
import { MediaNode } from "./harness/node.ts";
import { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

let room: Room;

beforeEach(async () => {
  await MediaNode.register("node-a");
  room = await Room.open();
  vi.setSystemTime(Date.now());
});

test("three go direct, the fourth makes all go via the node, and after it they are direct again once they are calm", async () => {
  const [ada, bob, cleo] = [await room.join(), await room.join(), await room.join()];
  expect([ada, bob, cleo].map(({ session }) => session.snapshot.route)).toEqual([
    "direct",
    "direct",
    "direct",
  ]);
  const dan = await room.join();
  const joined = await ada.inbox.take("participant-joined", ({ participant }) => participant.id === dan.id);
  expect(await ada.inbox.take("route-changed")).toEqual({
    type: "route-changed",
    seq: joined.seq + 1,
    route: "node",
  });
  expect(dan.session.snapshot.route).toBe("node");
  dan.sendItem({ type: "leave" });
  await bob.inbox.take("participant-left");
  await room.pass(TIMES.directCalmMs - 1);
  await bob.settled();
  expect(bob.inbox.waiting.filter(({ type }) => type === "route-changed")).toHaveLength(1);
  await room.pass(1);
  expect(await bob.inbox.take("route-changed", ({ route }) => route === "direct")).toBeTruthy();
});

test("somebody whose socket is lost is in the room still", async () => {
  const [ada, bob] = [await room.join(), await room.join(), await room.join(), await room.join()];
  await bob?.inbox.take("route-changed");
  ada?.socket.close();
  await room.pass(TIMES.directCalmMs + 1_000);
  await bob?.settled();
  expect(bob?.inbox.waiting.filter(({ type }) => type === "route-changed")).toEqual([]);
  await room.pass(TIMES.resumeGraceMs);
  await room.pass(TIMES.directCalmMs);
  expect(await bob?.inbox.take("route-changed")).toMatchObject({ route: "direct" });
});

test("a page for which it is too much makes the room avoid it for a while, longer each time, sleeping or not", async () => {
  const [ada, bob] = [await room.join(), await room.join()];
  for (const times of [1, 2]) {
    await ada.ask({ type: "avoid-direct", reason: "uplink" });
    await ada.ask({ type: "avoid-direct", reason: "cpu" });
    expect(await bob.inbox.take("route-changed")).toMatchObject({ route: "node" });
    await room.evict();
    await room.pass(TIMES.avoidDirectMs * times);
    await bob.settled();
    expect(bob.inbox.waiting.filter(({ type }) => type === "route-changed")).toEqual([]);
    await room.pass(TIMES.directCalmMs);
    expect(await bob.inbox.take("route-changed")).toMatchObject({ route: "direct" });
  }
});

test("who leaves takes the wish along", async () => {
  const [ada, bob] = [await room.join(), await room.join()];
  await ada.ask({ type: "avoid-direct", reason: "uplink" });
  await bob.inbox.take("route-changed");
  ada.sendItem({ type: "leave" });
  await bob.inbox.take("participant-left");
  await room.pass(TIMES.directCalmMs);
  expect(await bob.inbox.take("route-changed")).toMatchObject({ route: "direct" });
});

test("it is for who has joined, and for a reason that there is", async () => {
  const ada = await room.join();
  const stranger = await Page.open(room.id);
  expect((await stranger.refused({ type: "avoid-direct", reason: "cpu" })).code).toBe("not_joined");
  expect((await ada.refused({ type: "avoid-direct", reason: "mood" } as never)).code).toBe("bad_message");
});
