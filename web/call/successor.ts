import type { Source } from "../../protocol/room/producers.ts";

/** What is needed to see which new stream takes the place of which old one. */
export interface Succession {
  readonly producerId: string;
  readonly participantId: string | undefined;
  readonly source: Source | undefined;
}

/**
 * The old stream that a new one replaces: the same producer on other transports, else the same source of the same
 * person, who publishes under a new id when the media node changed.
 */
export function predecessorOf<T extends Succession>(fresh: Succession, old: readonly T[]): T | undefined {
  return (
    old.find(({ producerId }) => producerId === fresh.producerId) ??
    old.find(
      ({ participantId, source }) =>
        participantId !== undefined && participantId === fresh.participantId && source === fresh.source,
    )
  );
}
