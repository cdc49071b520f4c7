import type { Session } from "../../protocol/api.ts";
import type { ErrorCode, WireError } from "../../protocol/errors.ts";
import type { Source } from "../../protocol/room/producers.ts";
import type { Route } from "../../protocol/room/route.ts";

/** Why a call ended, for the page to put into words. */
export type EndReason =
  | { kind: "left" }
  /** The same tab's session goes on in another tab. */
  | { kind: "replaced" }
  /** Somebody in the room put one out, or for good. */
  | { kind: "kicked" }
  | { kind: "banned" }
  /** The room is no more. */
  | { kind: "deleted" }
  /** The connection stayed away for longer than the room keeps a place. */
  | { kind: "lost" }
  | { kind: "refused"; error: WireError };

/** The media path to the node, apart from signaling. A path that has nothing to carry yet counts as connected. */
export type MediaStatus = "off" | "waiting-for-node" | "connecting" | "connected" | "interrupted";

/** What a person chose to share. */
export interface ShareOptions {
  readonly height: 1080 | 1440 | 2160;
  readonly frameRate: 15 | 30 | 60;
  readonly content: "text" | "motion";
  /** The most that the picture may take, in bit/s; null where that follows from the rest. */
  readonly maxBitrate: 1_000_000 | 2_500_000 | 5_000_000 | 10_000_000 | null;
  readonly systemAudio: boolean;
}

/** What the browser does to a microphone's sound before it is sent. */
export interface VoiceProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

/** Why a device or a screen could not be captured, for the page to put into words. */
export type CaptureFault =
  | "insecure-context"
  | "permission-denied"
  | "no-device"
  | "device-busy"
  | "unsupported"
  | "cancelled"
  | "unknown";

/** A stream of one's own. `producerId` changes when it is published anew; `key` stays, and is its `streamId` in the room. */
export interface LocalStream {
  readonly key: string;
  /** Streams that end together: a screen and its sound. */
  readonly group: string;
  readonly producerId: string;
  readonly source: Source;
  readonly paused: boolean;
  readonly track: MediaStreamTrack;
}

/** A stream of somebody else that is set up here. */
export interface RemoteStream {
  readonly producerId: string;
  readonly participantId: string;
  /** The same when it is published anew. */
  readonly streamId: string;
  readonly source: Source;
  readonly track: MediaStreamTrack;
  /** Its path is gone: it is shown until the same stream delivers again. */
  readonly stale: boolean;
  /** It flows all the same: until its successor does, or because it comes directly. */
  readonly flows: boolean;
  /** Whether the track comes from the node, or from its owner's page without it. */
  readonly route: Route;
  /** By which path the stream is wanted. On the way from one to the other both flow for a while. */
  readonly via: Route;
}

/** Something that went wrong, or was done by others, while the call goes on. */
export type CallFault =
  | { kind: "publish-failed"; source: Source; code: ErrorCode; message: string }
  /** The browser or the node refused it in every codec. */
  | { kind: "no-codec"; source: Source }
  /** `by` is a participant's id; null where the media node refused it for good. */
  | { kind: "stream-stopped"; source: Source; by: string | null }
  | { kind: "stream-paused"; source: Source; by: string }
  | { kind: "consume-failed" };

/** A fresh pass into the room, or why there is none: `offline` where it is worth asking again. */
export type Renewal = { pass: Session } | { error: WireError; offline: boolean };
