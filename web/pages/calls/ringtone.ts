/** Two notes, a fourth apart, that are soft enough to be heard for a while. */
const NOTES = [
  { at: 0, hertz: 587.33 },
  { at: 0.22, hertz: 783.99 },
] as const;
const NOTE_SECONDS = 0.5;
const LOUDNESS = 0.12;
const EVERY_MS = 2_400;

/**
 * Rings until it is aborted, on one of the browser's tabs at a time. Where nobody has touched the page yet, browsers let it
 * make no sound.
 */
export function ring(signal: AbortSignal): void {
  if (!navigator.userActivation?.hasBeenActive) return;
  const untilStopped = () =>
    new Promise<void>((resolve) => {
      const context = new AudioContext();
      play(context);
      const timer = setInterval(() => play(context), EVERY_MS);
      signal.addEventListener("abort", () => {
        clearInterval(timer);
        void context.close().catch(() => undefined);
        resolve();
      });
    });
  // Who waits for the lock is aborted with it.
  navigator.locks?.request("nearcast:ring", { signal }, untilStopped).catch(() => undefined);
}

function play(context: AudioContext): void {
  for (const { at, hertz } of NOTES) {
    const start = context.currentTime + at;
    const tone = new OscillatorNode(context, { type: "sine", frequency: hertz });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, start + NOTE_SECONDS);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + NOTE_SECONDS);
  }
}
