import { hear, speakersOf, type Voices } from "./speaking.ts";

const SAMPLE_EVERY_MS = 50;
/** A word is louder than its pauses: of this many samples the loudest counts, which makes five decisions a second. */
const SAMPLES_PER_DECISION = 4;
/** A level that is older than this is no longer heard: with DTX, silence sends nothing. */
const RECENT_MS = 400;

/** Where the monitor finds what there is to hear. */
export interface Ears {
  /** The receivers of other people's microphones. */
  receivers(): { participantId: string; receiver: RTCRtpReceiver }[];
  /** One's own microphone, where it is on. */
  own(): { participantId: string; sender: RTCRtpSender } | null;
}

/** Tells who speaks, about five times a second, whenever it changes. Returns how to stop it. */
export function monitorSpeaking(ears: Ears, report: (speakers: ReadonlySet<string>) => void): () => void {
  let voices: Voices = new Map();
  let told = "";
  let stopped = false;
  let samples = 0;
  let loudest = new Map<string, number>();
  const decide = async (levels: Map<string, number>): Promise<void> => {
    const own = ears.own();
    if (own !== null) levels.set(own.participantId, await sentLevel(own.sender));
    voices = hear(voices, levels, performance.now());
    const speakers = speakersOf(voices);
    const key = [...speakers].join();
    if (stopped || key === told) return;
    told = key;
    report(speakers);
  };
  const sample = (): void => {
    for (const { participantId, receiver } of ears.receivers()) {
      loudest.set(participantId, Math.max(loudest.get(participantId) ?? 0, levelOf(receiver)));
    }
    samples += 1;
    if (samples % SAMPLES_PER_DECISION > 0) return;
    void decide(loudest);
    loudest = new Map();
  };
  const timer = setInterval(sample, SAMPLE_EVERY_MS);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}

function levelOf(receiver: RTCRtpReceiver): number {
  const [source] = receiver.getSynchronizationSources();
  if (
    source === undefined ||
    performance.timeOrigin + performance.now() - wallClock(source.timestamp) > RECENT_MS
  ) {
    return 0;
  }
  return source.audioLevel ?? 0;
}

/** Some browsers count a source's time from 1970, others from the page's start. */
function wallClock(timestamp: number): number {
  return timestamp < performance.timeOrigin / 2 ? performance.timeOrigin + timestamp : timestamp;
}

async function sentLevel(sender: RTCRtpSender): Promise<number> {
  const stats = await sender.getStats().catch(() => null);
  if (stats === null) return 0;
  for (const entry of stats.values() as Iterable<{ type: string; audioLevel?: number }>) {
    if (entry.type === "media-source") return entry.audioLevel ?? 0;
  }
  return 0;
}
