import { describe, expect, it } from "vitest";
import type { VideoCodec } from "../../protocol/video-codecs.ts";
import { type Picture, videoPlan } from "./encodings.ts";
import { Publication } from "./publication.ts";
import { NOTHING_REFUSED } from "./refused.ts";
import { Sending, type SendPath } from "./sending.ts";

const picture: Picture = {
  source: "screen",
  content: "text",
  width: 1280,
  height: 720,
  frameRate: 15,
  maxBitrate: null,
};
const path = { transport: {}, epoch: 1 } as SendPath;

function share(readyState: MediaStreamTrackState = "live"): Publication {
  const track = { readyState } as MediaStreamTrack;
  return new Publication({
    source: "screen",
    track,
    settings: { video: picture },
    group: "group",
    syncGroup: "sync",
  });
}

/** Something to send by a plan with this codec, as it is when it is refused. */
function sending(codec: VideoCodec | null, as: Partial<Sending> = {}): Sending {
  const plan = codec === null ? null : videoPlan(codec, picture, () => true);
  return Object.assign(new Sending(), { plan, path }, as);
}
const offered: Partial<Sending> = { isNegotiated: true, rtpParameters: { codecs: [] } };

describe("refuse", () => {
  it("takes the layers from a codec whose encodings the browser does not take, and the codec where it negotiates", () => {
    const publication = share();
    expect(publication.refuse(sending("av1"), "internal")).toBe(true);
    expect(publication.refused).toEqual({ codecs: new Set(), layers: new Set(["av1"]) });
    expect(publication.refuse(sending("h264", { isNegotiated: true }), "internal")).toBe(true);
    expect(publication.refused.codecs).toEqual(new Set(["h264"]));
  });

  it("takes a codec that the node refuses, and nothing for what is not about codecs", () => {
    const publication = share();
    expect(publication.refuse(sending("av1", offered), "too_many_producers")).toBe(false);
    expect(publication.refuse(sending("av1", offered), "internal")).toBe(false);
    expect(publication.refuse(sending(null, offered), "media_rejected")).toBe(false);
    expect(share("ended").refuse(sending("av1"), "internal")).toBe(false);
    expect(publication.refused).toEqual(NOTHING_REFUSED);
    expect(publication.refuse(sending("av1", offered), "media_rejected")).toBe(true);
    expect(publication.refused.codecs).toEqual(new Set(["av1"]));
  });

  it("keeps a codec in which the picture flows on the same path", () => {
    const publication = share();
    publication.current = sending("av1", { ...offered, isKnown: true });
    publication.refuse(sending("av1", offered), "media_rejected");
    expect(publication.refused).toEqual(NOTHING_REFUSED);
    publication.refuse(sending("av1", { ...offered, path: { ...path, epoch: 2 } }), "media_rejected");
    expect(publication.refused.codecs).toEqual(new Set(["av1"]));
  });
});
