import type { Participant } from "../../../protocol/room/participants.ts";
import { may } from "../../../protocol/room/permissions.ts";
import type { Producer } from "../../../protocol/room/producers.ts";
import { DEFAULT_RULES } from "../../../protocol/room/rules.ts";
import type { RoomEvent } from "../../../protocol/room/to-page.ts";
import type { RoomView } from "../room-view.ts";
import { aged, nextChange, type ShareMarks, withoutPerson } from "./marks.ts";

/** All marks on all shares. A share is told by its owner and stream: it keeps its marks when it is published anew. */
export type Annotations = ReadonlyMap<string, ShareMarks>;

export const NOTHING_DRAWN: Annotations = new Map();
const UNMARKED: ShareMarks = new Map();

/** What tells one share from all others, however often it is published. */
export function shareKey(ownerId: string, streamId: string): string {
  return `${ownerId} ${streamId}`;
}

/** A shared screen that somebody sends now, or null where that producer is none. */
export function shareOf(
  participants: readonly Participant[],
  producerId: string,
): { owner: Participant; producer: Producer; key: string } | null {
  for (const owner of participants) {
    const producer = owner.producers.find(({ id, source }) => id === producerId && source === "screen");
    if (producer) return { owner, producer, key: shareKey(owner.id, producer.streamId) };
  }
  return null;
}

/** Changes the marks on one share. */
export function onShare(
  annotations: Annotations,
  key: string,
  change: (share: ShareMarks) => ShareMarks,
): Annotations {
  const before = annotations.get(key) ?? UNMARKED;
  const after = change(before);
  if (after === before) return annotations;
  const result = new Map(annotations);
  if (after.size === 0) result.delete(key);
  else result.set(key, after);
  return result;
}

/** The marks after an event; `view` is the room before it. */
export function followEvent(
  annotations: Annotations,
  event: RoomEvent,
  { participants, room }: Pick<RoomView, "participants" | "room">,
): Annotations {
  switch (event.type) {
    case "participant-left":
      return withoutOwner(withoutAuthor(annotations, event.participantId), event.participantId);
    case "participant-changed": {
      const { participantId, name, role, connected } = event;
      if (connected === false) return withoutAuthor(annotations, participantId, true);
      // Only a page that joins anew says all three: it does not know any more what the one before it drew.
      const isAnew = name !== undefined && role !== undefined && connected === true;
      const mayNot = role !== undefined && !may(role, "draw", room?.rules ?? DEFAULT_RULES);
      return isAnew || mayNot ? withoutAuthor(annotations, participantId) : annotations;
    }
    case "producer-drawing":
      return event.drawing ? annotations : withoutShare(annotations, event.producerId, participants);
    case "producer-removed":
      // Who lost it against their will publishes it again.
      if (event.by === null) return annotations;
      return withoutShare(annotations, event.producerId, participants);
    default:
      return annotations;
  }
}

/** The marks that can still be there in a room that is as it is now. */
export function followSnapshot(annotations: Annotations, participants: readonly Participant[]): Annotations {
  const ids = new Set(participants.map(({ id }) => id));
  const closed = new Set(
    participants.flatMap(({ id, producers }) =>
      producers.filter(({ drawing }) => drawing === false).map(({ streamId }) => shareKey(id, streamId)),
    ),
  );
  let result = annotations;
  for (const [key, share] of annotations) {
    const isGone = closed.has(key) || !ids.has(ownerOf(key));
    if (isGone) result = onShare(result, key, () => UNMARKED);
    for (const authorId of share.keys())
      if (!ids.has(authorId)) result = onShare(result, key, (marks) => withoutPerson(marks, authorId));
  }
  return result;
}

/** All marks at `now`; the same object where nothing fades. */
export function agedAll(annotations: Annotations, now: number): Annotations {
  let result = annotations;
  for (const key of annotations.keys()) result = onShare(result, key, (share) => aged(share, now));
  return result;
}

/** When any of them next changes by itself, in milliseconds since 1970; null where all stay. */
export function nextChangeOfAll(annotations: Annotations): number | null {
  const times = [...annotations.values()].map(nextChange).filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

function withoutAuthor(annotations: Annotations, authorId: string, pointerOnly = false): Annotations {
  let result = annotations;
  for (const key of annotations.keys())
    result = onShare(result, key, (share) => withoutPerson(share, authorId, pointerOnly));
  return result;
}

function withoutOwner(annotations: Annotations, ownerId: string): Annotations {
  let result = annotations;
  for (const key of annotations.keys())
    if (ownerOf(key) === ownerId) result = onShare(result, key, () => UNMARKED);
  return result;
}

function withoutShare(
  annotations: Annotations,
  producerId: string,
  participants: readonly Participant[],
): Annotations {
  const share = shareOf(participants, producerId);
  return share ? onShare(annotations, share.key, () => UNMARKED) : annotations;
}

function ownerOf(key: string): string {
  return key.split(" ", 1)[0] ?? "";
}
