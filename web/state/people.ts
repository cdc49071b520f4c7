import type { Participant } from "../../protocol/room/participants.ts";
import type { LocalStream, RemoteStream } from "../call/types.ts";
import type { Person, Stream } from "./types.ts";

/** Everything from which the people of a call are put together. */
export interface PeopleParts {
  readonly participants: readonly Participant[];
  readonly selfId: string | null;
  readonly local: readonly LocalStream[];
  readonly remote: readonly RemoteStream[];
  readonly speaking: ReadonlySet<string>;
}

/** The people in the room, in the order in which they joined. One's own streams are what this page sends. */
export function peopleOf({ participants, selfId, local, remote, speaking }: PeopleParts): Person[] {
  const decodes = participants.find(({ id }) => id === selfId)?.decodes ?? [];
  return participants.map((participant) => {
    const { id, name, picture, role, connected, hand, recording } = participant;
    const isSelf = id === selfId;
    const streams = isSelf ? local.map(ownStream) : streamsOf(participant, remote, decodes);
    return {
      id,
      name,
      picture,
      role,
      connected,
      isSelf,
      speaking: speaking.has(id),
      hand,
      recording,
      streams,
    };
  });
}

function ownStream({ key, producerId, source, paused, track }: LocalStream): Stream {
  return { streamId: key, producerId, source, paused, track, stale: false };
}

/**
 * What the room says somebody sends, with the tracks that are set up here. While a stale track is kept it stands in for
 * its successor, because it is dropped as soon as that delivers; without a successor it stands for itself. Where nothing comes by it any
 * more, what is shown next is its successor: its picture stays where it is shown until that one presents a picture (`Picture`).
 */
function streamsOf(
  { id, producers }: Participant,
  remote: readonly RemoteStream[],
  decodes: Participant["decodes"],
): Stream[] {
  const own = remote.filter(({ participantId }) => participantId === id);
  const stale = new Set(own.filter((stream) => stream.stale));
  const takeStale = (fits: (stream: RemoteStream) => boolean) => {
    const found = [...stale].find(fits);
    if (found !== undefined) stale.delete(found);
    return found;
  };
  const streams = producers.map(({ id: producerId, streamId, source, codec, paused }): Stream => {
    const live = own.find((stream) => !stream.stale && stream.producerId === producerId);
    const old =
      takeStale((stream) => stream.producerId === producerId) ??
      takeStale((stream) => stream.streamId === streamId);
    const isStale = old !== undefined && !old.flows;
    return {
      streamId,
      producerId,
      source,
      paused,
      track: (isStale ? (live ?? old) : (old ?? live))?.track ?? null,
      stale: isStale,
      ...(codec === undefined || decodes.includes(codec) ? {} : { undecodable: true }),
    };
  });
  const left = [...stale].map(({ streamId, producerId, source, track, flows }) => ({
    streamId,
    producerId,
    source,
    paused: false,
    track,
    stale: !flows,
  }));
  return [...streams, ...left];
}
