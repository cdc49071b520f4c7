import type { Bytes } from "./bytes.ts";

/** What carries a frame's bytes. */
interface Carrier {
  data: ArrayBuffer;
}

/**
 * Changes frames one by one: one that `change` makes nothing of is dropped. So is one with which anything goes wrong, and
 * `failed` is called: an error that got out of here would end the stream for good.
 */
export function frameTransform<Frame extends Carrier>(
  change: (frame: Frame) => Promise<Bytes | null>,
  failed: () => void,
): Transformer<Frame, Frame> {
  return {
    async transform(frame, controller) {
      try {
        const changed = await change(frame);
        if (changed === null) return;
        frame.data = changed.buffer;
      } catch {
        return failed();
      }
      try {
        controller.enqueue(frame);
      } catch {
        // Where its stream has ended, nobody waits for it.
      }
    },
  };
}
