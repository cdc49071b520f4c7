const SAMPLE_RATE = 24_000;
const NOTES_HZ = [587.33, 880] as const;
const NOTE_SECONDS = 0.45;
const LOUDNESS = 0.3;
const HEADER_BYTES = 44;

/** Plays two notes on a device, or on the system's own. Resolves when they have been played, or could not be. */
export async function playChime(deviceId: string | null): Promise<void> {
  const address = URL.createObjectURL(new Blob([encodeWav(chime(), SAMPLE_RATE)], { type: "audio/wav" }));
  const element = new Audio(address);
  try {
    if (deviceId !== null) await element.setSinkId(deviceId);
    const ended = new Promise((resolve) => {
      element.onended = resolve;
      element.onerror = resolve;
    });
    await element.play();
    await ended;
  } catch {
    // The device went away meanwhile; the choice falls back by itself.
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Two notes that fade, as samples between -1 and 1. */
export function chime(): Float32Array {
  const perNote = Math.round(SAMPLE_RATE * NOTE_SECONDS);
  return Float32Array.from({ length: perNote * NOTES_HZ.length }, (_, index) => {
    const frequency = NOTES_HZ[Math.floor(index / perNote)] ?? 0;
    const seconds = (index % perNote) / SAMPLE_RATE;
    // It rises within ten milliseconds, because a note that starts at once clicks.
    const envelope = Math.min(1, seconds / 0.01) * Math.exp(-6 * seconds) * (1 - seconds / NOTE_SECONDS);
    return LOUDNESS * envelope * Math.sin(2 * Math.PI * frequency * seconds);
  });
}

/** Samples between -1 and 1 of one channel as a WAV file with 16 bits a sample. */
export function encodeWav(samples: Float32Array, sampleRate: number): ArrayBuffer {
  const buffer = new ArrayBuffer(HEADER_BYTES + 2 * samples.length);
  const view = new DataView(buffer);
  const text = (at: number, letters: string) => {
    for (const [index, letter] of [...letters].entries()) view.setUint8(at + index, letter.charCodeAt(0));
  };
  text(0, "RIFF");
  view.setUint32(4, buffer.byteLength - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 2 * sampleRate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, index) => {
    view.setInt16(HEADER_BYTES + 2 * index, Math.round(32_767 * Math.max(-1, Math.min(1, sample))), true);
  });
  return buffer;
}
