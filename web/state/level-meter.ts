const METER_EVERY_MS = 80;
/** Speech at arm's length has an effective value of about 0.1: it should fill most of the meter. */
const GAIN = 6;

/** Reports a track's loudness, 0 to 1, until the returned function is called. The track is left as it is. */
export function meterLevel(track: MediaStreamTrack, report: (level: number) => void): () => void {
  return listenTo(track, METER_EVERY_MS, (samples) => report(loudness(samples)));
}

/** Gives the latest samples of a track, between -1 and 1, this often, until the returned function is called. */
export function listenTo(
  track: MediaStreamTrack,
  everyMs: number,
  hear: (samples: Float32Array) => void,
): () => void {
  // Nothing is played, so nothing has to be quick: the processor may sleep longer between two looks.
  const context = new AudioContext({ latencyHint: "playback" });
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    // A context made before the page was touched is suspended; it starts as soon as the browser lets it.
    if (context.state === "suspended") void context.resume().catch(() => undefined);
    analyser.getFloatTimeDomainData(samples);
    hear(samples);
  }, everyMs);
  return () => {
    clearInterval(timer);
    source.disconnect();
    void context.close().catch(() => undefined);
  };
}

/** The effective value of samples between -1 and 1, stretched to fill a meter. */
export function loudness(samples: Float32Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.min(1, Math.sqrt(sum / samples.length) * GAIN);
}

/** The largest value of samples, which is what WebRTC calls a level. */
export function peak(samples: Float32Array): number {
  let largest = 0;
  for (const sample of samples) largest = Math.max(largest, Math.abs(sample));
  return largest;
}
