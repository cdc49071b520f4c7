import { LIMITS } from "../../protocol/limits.ts";

/** Items, as JSON texts, in as few frames as they fit into. An item that is longer than a frame has one of its own. */
export function framesOf(items: readonly string[]): string[] {
  const frames: string[][] = [];
  let current: string[] = [];
  let chars = 0;
  for (const item of items) {
    const isFull = current.length >= LIMITS.itemsPerNodeFrame || chars + item.length > LIMITS.fullFrameChars;
    if (current.length === 0 || isFull) {
      current = [];
      chars = 0;
      frames.push(current);
    }
    current.push(item);
    chars += item.length;
  }
  return frames.map((frame) => `[${frame.join(",")}]`);
}
