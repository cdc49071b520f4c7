import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav } from "../../../web/state/test-sound.ts";

const SAMPLE_RATE = 48_000;
const SECONDS = 4;
/** A low voice, in Hz, and the frequencies that a mouth makes louder. */
const PITCH = 130;
const FORMANTS = [650, 1_100, 2_600] as const;
/** Four syllables a second. */
const SYLLABLES = 4;

/** A file with a made-up voice that speaks without end, for `--use-file-for-fake-audio-capture`. */
export async function makeSpeech(): Promise<{ flag: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "nearcast-speech-"));
  const path = join(directory, "speech.wav");
  await writeFile(path, new Uint8Array(encodeWav(speech(), SAMPLE_RATE)));
  return {
    flag: `--use-file-for-fake-audio-capture=${path}`,
    remove: () => rm(directory, { recursive: true }),
  };
}

/** Harmonics below formants that open and close with each syllable: noise suppression takes it for a voice. */
function speech(): Float32Array {
  const harmonics = Array.from({ length: 24 }, (_, index) => PITCH * (index + 1)).map((frequency) => ({
    frequency,
    gain: FORMANTS.reduce((sum, formant) => sum + 1 / (1 + ((frequency - formant) / 120) ** 2), 0.02),
  }));
  return Float32Array.from({ length: SAMPLE_RATE * SECONDS }, (_, index) => {
    const seconds = index / SAMPLE_RATE;
    const mouth = Math.max(0, Math.sin(2 * Math.PI * SYLLABLES * seconds)) ** 2;
    // A voice is never quite on its pitch.
    const phase = 2 * Math.PI * (seconds + 0.0015 * Math.sin(2 * Math.PI * 5 * seconds));
    const sum = harmonics.reduce((sum, { frequency, gain }) => sum + gain * Math.sin(frequency * phase), 0);
    return 0.12 * mouth * sum;
  });
}
