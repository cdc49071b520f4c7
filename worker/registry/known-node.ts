import type { Position } from "../../protocol/position.ts";
import type { Probe } from "../../protocol/probes.ts";
import type { NodeRecord } from "./select-node.ts";

/** A node as the registry knows it, but for how it has behaved. */
export interface KnownNode extends Omit<NodeRecord, "onProbation"> {
  readonly instance: string;
  readonly addresses: string[];
  readonly probe?: Probe | undefined;
  /** It was told to drain, which it may not have heard yet when it beats. */
  readonly isToDrain?: boolean;
  /** Milliseconds since 1970. */
  readonly registeredAt: number;
}

/** What a node has registered as. */
type Registration = Omit<KnownNode, "beatAt">;

/** A control link: who dials and from where, and what it has registered as. Kept on the socket, so that it outlasts eviction. */
export interface Link {
  readonly nodeId: string;
  readonly position: Position | null;
  readonly registration: Registration | null;
}

export function linkOf(webSocket: WebSocket): Link {
  return webSocket.deserializeAttachment() as Link;
}

/** Keeps what is known of a node on its link. */
export function keepOnLink(webSocket: WebSocket, { beatAt: _beatAt, ...registration }: KnownNode): void {
  webSocket.serializeAttachment({ ...linkOf(webSocket), registration } satisfies Link);
}

/** That a node was removed, in which run of its program, and when, in milliseconds since 1970. */
export interface Removal {
  readonly instance: string;
  readonly at: number;
}

/** That a node has ended as it was told: it had drained, or was removed. Times are in milliseconds since 1970. */
export interface EndedNode {
  readonly id: string;
  readonly region: string;
  readonly at: number;
}
