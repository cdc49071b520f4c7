import type { WireError } from "../../protocol/errors.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { ToPage } from "../../protocol/room/to-page.ts";

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

/** An error as the answer to a request, or as a message of its own where there was no request to answer. */
export function faultItem(request: number | undefined, error: WireError): string {
  return JSON.stringify(request ? { re: request, error } : ({ type: "fault", error } satisfies ToPage));
}
