import type { Figure } from "../report/figure.ts";
import type { LoadOptions } from "../room/room-load.ts";
import { measureNodeMemory } from "./node-memory.ts";
import { measurePageMemory } from "./page-memory.ts";
import { measureRoomMemory } from "./room-memory.ts";

/** What a participant takes of the memory of a node, of the Worker and of a page. */
export async function measureMemory(options: LoadOptions): Promise<Figure[]> {
  // The Worker's comes first: what a process has had once, it keeps, and grows no more when it needs it again.
  return [
    ...(await measureRoomMemory(options)),
    ...(await measurePageMemory(options)),
    ...(await measureNodeMemory(options.report)),
  ];
}
