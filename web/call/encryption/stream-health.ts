/** What became of a frame that came in. */
export type Outcome = "decrypted" | "no-key" | "undecryptable";

/** What is wrong with a stream that comes in encrypted. */
export type StreamProblem = "waiting-for-key" | "undecryptable";

/** How a stream has fared; `failingSince` is in milliseconds on any clock, null while frames are decrypted. */
export interface StreamHealth {
  readonly failingSince: number | null;
  readonly problem: StreamProblem | null;
}

export const NEW_STREAM: StreamHealth = { failingSince: null, problem: null };

/** A damaged frame, or one that overtook its key, is no news; */
const SHOWN_AFTER_MS = 400;
/** and a key that has not come by then will not come. */
const KEY_WITHIN_MS = 8_000;

/** A stream after one more frame. */
export function judge(health: StreamHealth, outcome: Outcome, now: number): StreamHealth {
  if (outcome === "decrypted") return health.failingSince === null ? health : NEW_STREAM;
  const failingSince = health.failingSince ?? now;
  const failingFor = now - failingSince;
  if (failingFor < SHOWN_AFTER_MS) return { failingSince, problem: health.problem };
  const isLost = outcome === "undecryptable" || failingFor >= KEY_WITHIN_MS;
  return { failingSince, problem: isLost ? "undecryptable" : "waiting-for-key" };
}
