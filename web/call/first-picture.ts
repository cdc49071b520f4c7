import type { types } from "mediasoup-client";

const LOOK_EVERY_MS = 100;

/** Resolves when a consumer delivers: a picture is decoded, a sound arrives. Rejects when `signal` is aborted. */
export async function firstDelivery(consumer: types.Consumer, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    if (await delivers(consumer)) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Whether anything has come by a consumer so far. */
export async function delivers(consumer: types.Consumer): Promise<boolean> {
  if (consumer.closed) return false;
  if (consumer.kind === "audio") return !consumer.track.muted;
  const stats = await consumer.getStats();
  return [...stats.values()].some(
    (entry: { type: string; framesDecoded?: number }) =>
      entry.type === "inbound-rtp" && (entry.framesDecoded ?? 0) > 0,
  );
}
