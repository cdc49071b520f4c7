/** Cuts a queue of items, each JSON text, into as few frames as the limits allow; order is kept. */
export function packFrames(items: readonly string[], limits: { chars: number; items: number }): string[] {
  const frames: string[][] = [];
  let chars = 0;
  for (const item of items) {
    const frame = frames.at(-1);
    // Brackets and commas count too: one per item, and one.
    if (frame === undefined || frame.length >= limits.items || chars + item.length + 1 > limits.chars) {
      frames.push([item]);
      chars = item.length + 2;
    } else {
      frame.push(item);
      chars += item.length + 1;
    }
  }
  return frames.map((frame) => `[${frame.join(",")}]`);
}
