import { describe, expect, it, vi } from "vitest";
import { Frames, type TracedPacket } from "./frames.ts";

const packet = (sequenceNumber: number, marker = false, ssrc = 1): TracedPacket => ({
  ssrc,
  sequenceNumber,
  marker,
});

/** Whether a frame was taken to begin with each of these. */
function begins(packets: readonly TracedPacket[]): boolean[] {
  const frames = new Frames();
  return packets.map((each) => {
    frames.hear(each);
    return frames.hasJustBegun;
  });
}

describe("a frame begins with the packet", () => {
  it("that follows the last one of another, over the end of the numbers too", () => {
    const packets = [packet(65_534), packet(65_535, true), packet(0), packet(1, true), packet(2, true)];
    expect(begins(packets)).toEqual([false, false, true, false, true]);
  });

  it("only where none is missing between, and of the same stream", () => {
    expect(begins([packet(1, true), packet(3)])).toEqual([false, false]);
    expect(begins([packet(1, true), packet(2, false, 2)])).toEqual([false, false]);
  });
});

it("tells where frames end for as long as somebody listens", () => {
  const frames = new Frames();
  const heard = vi.fn();
  const stop = frames.onEnd(heard);
  for (const each of [packet(1), packet(2, true), packet(3, true)]) frames.hear(each);
  expect(heard).toHaveBeenCalledTimes(2);
  stop();
  frames.hear(packet(4, true));
  expect(heard).toHaveBeenCalledTimes(2);
});
