import type { types } from "mediasoup";

/**
 * Browsers ignore a request for a key frame within 300 ms of the last one. One that comes sooner is held back until it
 * will be heard, instead of being repeated by mediasoup after a whole second.
 */
export const KEY_FRAME_REQUEST_DELAY_MS = 350;

/** Has a producer of pictures tell of the key frames that come. @throws where it is closed meanwhile */
export async function tellKeyFrames(producer: types.Producer): Promise<void> {
  if (producer.kind === "video") await producer.enableTraceEvent(["keyframe"]);
}

/** Calls `hear` as each key frame of a producer begins. Returns how to stop it. */
export function onKeyFrame(producer: types.Producer, hear: () => Promise<void>): () => void {
  const listener = ({ type }: types.ProducerTraceEventData): void => {
    // What closes meanwhile rejects what it was asked.
    if (type === "keyframe") hear().catch(() => undefined);
  };
  producer.on("trace", listener);
  return () => void producer.off("trace", listener);
}
