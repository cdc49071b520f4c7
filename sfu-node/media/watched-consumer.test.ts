import { EventEmitter } from "node:events";
import type { types } from "mediasoup";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Frames } from "./frames.ts";
import { othersThan, WatchedConsumer } from "./watched-consumer.ts";

describe("layers that are not the preferred ones", () => {
  it.each([
    ["a lower frame rate", { spatialLayer: 2, temporalLayer: 2 }, { spatialLayer: 2, temporalLayer: 1 }],
    ["a smaller picture", { spatialLayer: 2, temporalLayer: 0 }, { spatialLayer: 1, temporalLayer: 0 }],
    ["a larger picture", { spatialLayer: 0 }, { spatialLayer: 1, temporalLayer: 0 }],
  ])("are %s", (_, preferred, others) => {
    expect(othersThan(preferred)).toEqual(others);
  });
});

/** A mediasoup consumer as far as it is used here, of a text in one size and two layers in time. */
class FakeConsumer extends EventEmitter {
  readonly kind = "video";
  readonly observer = new EventEmitter();
  readonly rtpParameters: { codecs: { mimeType: string }[] };
  readonly closed = false;
  readonly paused = false;
  readonly priority = 1;
  readonly preferredLayers = { spatialLayer: 0, temporalLayer: 1 };
  currentLayers: types.ConsumerLayers | undefined;
  readonly requestKeyFrame = vi.fn(async () => undefined);
  readonly setPreferredLayers = vi.fn(async () => undefined);

  constructor(mimeType: string) {
    super();
    this.rtpParameters = { codecs: [{ mimeType }] };
  }

  sends(temporalLayer: number): void {
    this.currentLayers = { spatialLayer: 0, temporalLayer };
    this.emit("layerschange", this.currentLayers);
  }
}

describe("a layer in time that is missing as a stream begins", () => {
  let frames: Frames;
  let sequenceNumber: number;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
    frames = new Frames();
    sequenceNumber = 0;
    return () => vi.useRealTimers();
  });

  /** A consumer in this codec that has been sent a key frame, and the lower layer. */
  function begun(mimeType = "video/AV1"): FakeConsumer {
    const consumer = new FakeConsumer(mimeType);
    const ladder = { scales: [1], temporalLayers: 2, source: null };
    new WatchedConsumer(consumer as unknown as types.Consumer, { ladder, frames });
    consumer.sends(0);
    return consumer;
  }

  /** A packet comes some milliseconds later, the last one of its frame or not. */
  function comes(marker: boolean, afterMs = 10): void {
    vi.advanceTimersByTime(afterMs);
    sequenceNumber += 1;
    frames.hear({ ssrc: 1, sequenceNumber, marker });
  }

  it("is chosen anew where a frame ends, less and less often, and for two seconds", () => {
    const { setPreferredLayers } = begun();
    comes(false);
    expect(setPreferredLayers).not.toHaveBeenCalled();
    const chosenAt: number[] = [];
    for (let at = 100; at <= 3_000; at += 100) {
      setPreferredLayers.mockClear();
      comes(true, 100);
      if (setPreferredLayers.mock.calls.length > 0) chosenAt.push(at);
    }
    expect(chosenAt).toEqual([100, 200, 400, 700, 1_100, 1_700]);
  });

  it("is chosen anew by and by in a codec that mediasoup sends by whole frames, which costs no events", () => {
    const { setPreferredLayers } = begun("video/VP9");
    vi.advanceTimersByTime(500);
    expect(setPreferredLayers).toHaveBeenCalledWith({ spatialLayer: 0, temporalLayer: 0 });
    expect(frames.isFollowed).toBe(false);
    vi.advanceTimersByTime(1_600);
    setPreferredLayers.mockClear();
    vi.advanceTimersByTime(5_000);
    expect(setPreferredLayers).not.toHaveBeenCalled();
  });

  it("has frames followed until it is there, and again where it goes away soon", () => {
    const consumer = begun();
    expect(frames.isFollowed).toBe(true);
    consumer.sends(1);
    expect(frames.isFollowed).toBe(false);
    consumer.sends(0);
    expect(frames.isFollowed).toBe(true);
    vi.advanceTimersByTime(2_100);
    comes(true);
    expect(frames.isFollowed).toBe(false);
    consumer.sends(1);
    consumer.sends(0);
    expect(frames.isFollowed).toBe(false);
  });

  it("is not chosen anew once it is there", () => {
    const consumer = begun();
    comes(true);
    comes(false);
    consumer.sends(1);
    consumer.setPreferredLayers.mockClear();
    for (let frame = 0; frame < 10; frame++) comes(true, 100);
    expect(consumer.setPreferredLayers).not.toHaveBeenCalled();
  });

  it.each([
    ["with a frame", [true, false], 0],
    ["in the midst of one", [true, false, false], 1],
    ["where nothing is known of frames", [], 1],
  ])("costs a key frame where it begins %s: %j", (_, markers, keyFrames) => {
    for (const mimeType of ["video/AV1", "video/H264"]) {
      const consumer = begun(mimeType);
      for (const marker of markers) comes(marker);
      consumer.sends(1);
      expect(consumer.requestKeyFrame).toHaveBeenCalledTimes(keyFrames);
    }
  });

  it("costs none in a codec that mediasoup sends by whole frames, and none later", () => {
    const vp9 = begun("video/VP9");
    comes(false);
    vp9.sends(1);
    const av1 = begun();
    vi.advanceTimersByTime(2_500);
    comes(true);
    comes(false);
    comes(false);
    av1.sends(1);
    for (const { requestKeyFrame } of [vp9, av1]) expect(requestKeyFrame).not.toHaveBeenCalled();
  });
});
