import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Call } from "../call/call.ts";
import { participant } from "../call/testing/participant.ts";
import { SNAPSHOT } from "../call/testing/snapshot.ts";
import { store } from "./call-store.ts";
import { applySnapshot, EMPTY_VIEW } from "./room-view.ts";
import { followTyping, showTyping, tellTyping, typedMessage, typists } from "./typing.ts";

const told: boolean[] = [];
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
  end = followTyping({ typing: (on: boolean) => void told.push(on) } as Call);
  const participants = ["Ada", "Ben"].map((name) => participant(name));
  store.view.value = applySnapshot(EMPTY_VIEW, { ...SNAPSHOT, participants });
});

afterEach(() => {
  end();
  store.view.value = EMPTY_VIEW;
  vi.useRealTimers();
});

const typeFor = (ms: number) => {
  for (let at = 0; at < ms; at += 100) {
    tellTyping(true);
    vi.advanceTimersByTime(100);
  }
};

test("who goes on writing says so every three seconds, and that it is over when nothing comes any more", () => {
  typeFor(6_500);
  expect(told).toEqual([true, true, true]);
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([true, true, true, false]);
  tellTyping(false);
  expect(told).toHaveLength(4);
});

test("a message says by itself that it is written; many short ones are announced once a second at most", () => {
  for (let count = 0; count < 10; count += 1) {
    typeFor(200);
    typedMessage();
  }
  expect(told).toEqual([true, true]);
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([true, true]);
});

test("people are shown in the order in which they began, while they are there and go on", () => {
  for (const participantId of ["Ben", "Ada", "a stranger"]) showTyping({ participantId, on: true });
  expect(typists.value).toEqual(["Ben", "Ada"]);
  vi.advanceTimersByTime(5_000);
  showTyping({ participantId: "Ada", on: true });
  expect(typists.value).toEqual(["Ben", "Ada"]);
  vi.advanceTimersByTime(2_000);
  expect(typists.value).toEqual(["Ada"]);
  showTyping({ participantId: "Ada", on: false });
  showTyping({ participantId: "Ada", on: false });
  expect(typists.value).toEqual([]);
});
