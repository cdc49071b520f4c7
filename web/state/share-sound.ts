/**
 * What the sound of a shared screen is in this browser: there is `none`, it comes `without-call`, or the sound of a whole
 * screen has the call itself in it, so that the others hear themselves.
 */
export type ShareSound = "none" | "without-call" | "with-call";

/** What it is in a browser that knows these constraints of a track. */
export function shareSoundOf(known: object): ShareSound {
  if ("restrictOwnAudio" in known) return "without-call";
  // Only Chromium's screen capture brings sound along, and it is the only one that knows this constraint.
  return "suppressLocalAudioPlayback" in known ? "with-call" : "none";
}

/** What it is in this browser. */
export function shareSound(): ShareSound {
  return shareSoundOf(navigator.mediaDevices?.getSupportedConstraints() ?? {});
}
