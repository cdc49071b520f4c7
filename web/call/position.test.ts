import { describe, expect, it } from "vitest";
import type { MediaOffer } from "../../protocol/rtp.ts";
import { Position } from "./position.ts";
import { SNAPSHOT } from "./testing/snapshot.ts";

const media = {} as MediaOffer;
const left = (seq: number) => ({ type: "participant-left", seq, participantId: "p" }) as const;

describe("Position", () => {
  it("takes each event once", () => {
    const position = new Position("room", { participantId: "self", snapshot: SNAPSHOT, media });
    expect(position.accept(left(10))).toBe(false);
    expect(position.accept(left(11))).toBe(true);
    expect(position.accept(left(11))).toBe(false);
    expect(position.fields).toEqual({ epoch: 2, seq: 11, mediaEpoch: 2 });
  });

  it("starts over from a snapshot, whose media may be another's", () => {
    const position = new Position("room", { participantId: "self", snapshot: SNAPSHOT, media });
    expect(position.accept({ type: "snapshot", ...SNAPSHOT, epoch: 3, seq: 4 })).toBe(true);
    expect(position.fields).toEqual({ epoch: 3, seq: 4, mediaEpoch: 2 });
  });

  it("knows which epoch its transports are of", () => {
    const position = new Position("room", { participantId: "self", snapshot: SNAPSHOT, media: null });
    expect(position.fields.mediaEpoch).toBe(0);
    position.accept({ type: "offer", epoch: 2, media });
    expect(position.fields.mediaEpoch).toBe(2);
    position.accept({ type: "media-lost", seq: 11, participantIds: ["p"] });
    expect(position.fields).toEqual({ epoch: 2, seq: 11, mediaEpoch: 2 });
    position.accept({ type: "media-lost", seq: 12, participantIds: ["p", "self"] });
    expect(position.fields).toEqual({ epoch: 2, seq: 12, mediaEpoch: 0 });
    position.accept({ type: "offer", epoch: 3, media });
    expect(position.fields).toEqual({ epoch: 3, seq: 12, mediaEpoch: 3 });
    position.giveUpMedia();
    expect(position.fields.mediaEpoch).toBe(0);
  });
});
