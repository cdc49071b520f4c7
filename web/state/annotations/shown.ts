import { store } from "../call-store.ts";
import { shareKey } from "./annotations.ts";
import type { ShareMarks } from "./marks.ts";

const UNMARKED: ShareMarks = new Map();

/** What everybody does on a share now; reading it follows it. */
export function marksOn(ownerId: string, streamId: string): ShareMarks {
  return store.annotations.value.get(shareKey(ownerId, streamId)) ?? UNMARKED;
}

/** The producer that carries a share now, and whether the others may draw on it; null where the room has none. */
export function shareNow(ownerId: string, streamId: string): { producerId: string; drawing: boolean } | null {
  const owner = store.view.value.participants.find(({ id }) => id === ownerId);
  const producer = owner?.producers.find((each) => each.streamId === streamId && each.source === "screen");
  return producer ? { producerId: producer.id, drawing: producer.drawing === true } : null;
}
