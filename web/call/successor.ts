/** What is needed to see which new stream takes the place of which old one. */
export interface Succession {
  readonly producerId: string;
  readonly participantId: string | undefined;
  readonly streamId: string | undefined;
}

/**
 * The old stream that a new one replaces: the same producer on other transports, else the same stream of the same
 * person, who publishes it under a new id when the media node changed. Others may name theirs as they like.
 */
export function predecessorOf<T extends Succession>(fresh: Succession, old: readonly T[]): T | undefined {
  return (
    old.find(({ producerId }) => producerId === fresh.producerId) ??
    old.find(
      ({ participantId, streamId }) =>
        participantId !== undefined && participantId === fresh.participantId && streamId === fresh.streamId,
    )
  );
}
