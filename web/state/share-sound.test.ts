import { expect, it } from "vitest";
import { shareSoundOf } from "./share-sound.ts";

it("tells from a browser's constraints whether the call would be in the sound of a screen", () => {
  expect(shareSoundOf({ suppressLocalAudioPlayback: true, restrictOwnAudio: true })).toBe("without-call");
  expect(shareSoundOf({ suppressLocalAudioPlayback: true })).toBe("with-call");
  expect(shareSoundOf({ echoCancellation: true })).toBe("none");
});
