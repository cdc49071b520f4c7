/** A token bucket: `tokens` were left at `at`, in milliseconds by any one clock. */
export interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

export interface Rate {
  /** What may come at once, */
  readonly burst: number;
  /** and what comes back each second. */
  readonly perSecond: number;
}

/** The tokens in a bucket at `now`, by the clock of its `at`. */
export function tokensAt(bucket: Bucket, rate: Rate, now: number): number {
  return Math.min(rate.burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * rate.perSecond);
}

/** Takes `cost` tokens, if they are there. `bucket` is null at the first call. */
export function take(
  bucket: Bucket | null,
  rate: Rate,
  now: number,
  cost = 1,
): { bucket: Bucket; ok: boolean } {
  const tokens = bucket ? tokensAt(bucket, rate, now) : rate.burst;
  const ok = tokens >= cost;
  return { bucket: { tokens: ok ? tokens - cost : tokens, at: now }, ok };
}

/** Milliseconds until the bucket has `cost` tokens again. */
export function retryAfterMs(bucket: Bucket, rate: Rate, cost = 1): number {
  return Math.ceil((Math.max(0, cost - bucket.tokens) / rate.perSecond) * 1000);
}
