/** What is needed to see which new stream takes the place of which old one. */
export interface Succession {
  readonly producerId: string;
  readonly participantId: string | undefined;
  readonly streamId: string | undefined;
}

/**
 * The old streams that a new one replaces: the same producer on other transports, and the same stream of the same
 * person, who publishes it under a new id when the media node changed. Others may name theirs as they like.
 */
export function predecessorsOf<T extends Succession>(fresh: Succession, old: readonly T[]): T[] {
  return old.filter(
    ({ producerId, participantId, streamId }) =>
      producerId === fresh.producerId ||
      (participantId !== undefined && participantId === fresh.participantId && streamId === fresh.streamId),
  );
}
