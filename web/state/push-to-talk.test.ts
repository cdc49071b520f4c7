import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PushToTalk } from "./push-to-talk.ts";

let said: boolean[];
let talk: PushToTalk;

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  talk = new PushToTalk((open) => said.push(open));
});
afterEach(() => {
  vi.useRealTimers();
});

describe("PushToTalk", () => {
  it("opens at once, and closes after the last sound of a word", () => {
    talk.hold("key");
    talk.hold("key");
    expect(said).toEqual([true]);
    talk.release("key");
    expect(said).toEqual([true]);
    vi.runAllTimers();
    expect(said).toEqual([true, false]);
  });

  it("stays open for who presses again before it has closed", () => {
    talk.hold("key");
    talk.release("key");
    talk.hold("key");
    vi.runAllTimers();
    expect(said).toEqual([true]);
  });

  it("stays open until nothing holds it", () => {
    talk.hold("key");
    talk.hold("button");
    talk.release("key");
    vi.runAllTimers();
    expect(said).toEqual([true]);
    talk.release("button");
    vi.runAllTimers();
    expect(said).toEqual([true, false]);
  });

  it("lets go of everything, and of nothing that was not held", () => {
    talk.toggle();
    talk.hold("button");
    talk.releaseAll();
    talk.release("key");
    vi.runAllTimers();
    expect(said).toEqual([true, false]);
  });
});
