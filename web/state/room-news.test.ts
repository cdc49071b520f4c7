import { expect, test } from "vitest";
import { participant } from "../call/testing/participant.ts";
import { ROOM } from "../call/testing/room.ts";
import { newsOf } from "./room-news.ts";

const person = (id: string, name: string) => participant(id, { name });
const view = {
  room: ROOM,
  participants: [person("ada", "Ada"), person("ben", "Ben"), person("cy", "Cy")],
  chat: [],
  chatIsWhole: true,
};
const left = { type: "participant-left", seq: 1, participantId: "ben" } as const;

test("tells who was put out by whom, and nothing of who leaves by themselves", () => {
  expect(newsOf({ ...left, by: "ada" }, view, "cy")).toBe("Ada removed Ben.");
  expect(newsOf({ ...left, by: "ada" }, view, "ada")).toBe("You removed Ben.");
  expect(newsOf(left, view, "cy")).toBeNull();
});

test("tells oneself of one's own role, where it is another one", () => {
  const changed = { type: "participant-changed", seq: 1, participantId: "ben" } as const;
  expect(newsOf({ ...changed, role: "moderator" }, view, "ben")).toBe("You are a moderator now.");
  expect(newsOf({ ...changed, role: "participant" }, view, "ben")).toBeNull();
  expect(newsOf({ ...changed, role: "moderator" }, view, "ada")).toBeNull();
  expect(newsOf({ ...changed, hand: 5 }, view, "ben")).toBeNull();
});

test("tells who begins to record and who stops, but not oneself", () => {
  const changed = { type: "participant-changed", seq: 1, participantId: "ben" } as const;
  expect(newsOf({ ...changed, recording: true }, view, "ada")).toBe("Ben records this call.");
  expect(newsOf({ ...changed, recording: false }, view, "ada")).toBeNull();
  expect(newsOf({ ...changed, recording: true }, view, "ben")).toBeNull();
});

test("tells that the room is locked or open, and of no other setting", () => {
  const changed = (room: Partial<typeof ROOM>) =>
    newsOf({ type: "room-changed", seq: 1, room: { ...ROOM, ...room } }, view, "ada");
  expect(changed({ locked: true })).toContain("locked");
  expect(changed({ title: "Coffee" })).toBeNull();
});
