import { expect, it } from "vitest";
import type { VideoCodec } from "../../protocol/video-codecs.ts";
import { participant } from "./testing/participant.ts";
import { Viewers } from "./viewers.ts";

const person = (id: string, ...decodes: VideoCodec[]) => participant(id, { decodes });

it("knows what the others decode, and tells when that may have changed", () => {
  const viewers = new Viewers();
  viewers.reset([person("me", "vp8"), person("ada", "av1", "vp8")]);
  expect(viewers.others("me")).toEqual([["av1", "vp8"]]);
  expect(viewers.apply({ type: "participant-joined", seq: 1, participant: person("bob", "vp8") })).toBe(true);
  expect(viewers.apply({ type: "participant-changed", seq: 2, participantId: "bob", name: "Rob" })).toBe(
    false,
  );
  expect(viewers.others("me")).toEqual([["av1", "vp8"], ["vp8"]]);
  expect(viewers.apply({ type: "participant-changed", seq: 3, participantId: "bob", decodes: ["vp9"] })).toBe(
    true,
  );
  expect(viewers.apply({ type: "participant-left", seq: 4, participantId: "ada" })).toBe(true);
  expect(viewers.others("me")).toEqual([["vp9"]]);
});
