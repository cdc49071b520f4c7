/** What became of a frame: it went on, decrypted or encrypted, or why it did not. */
export type Outcome = "passed" | "no-key" | "undecryptable" | "unencryptable";

/** What is wrong with a stream: with one that comes in encrypted, or with one's own that should go out so. */
export type StreamProblem = "waiting-for-key" | "undecryptable" | "unencryptable";

/** How a stream has fared; `failingSince` is in milliseconds on any clock, null while frames pass. */
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
  if (outcome === "passed") return health.failingSince === null ? health : NEW_STREAM;
  const failingSince = health.failingSince ?? now;
  const failingFor = now - failingSince;
  if (failingFor < SHOWN_AFTER_MS) return { failingSince, problem: health.problem };
  if (outcome !== "no-key") return { failingSince, problem: outcome };
  return { failingSince, problem: failingFor >= KEY_WITHIN_MS ? "undecryptable" : "waiting-for-key" };
}
