import type { StreamProblem } from "./stream-health.ts";

/** What the page tells its worker. */
export type ToWorker =
  /** Encrypt with this key from now on. */
  | { type: "send-key"; generation: number; key: CryptoKey }
  /** This participant encrypts with this key, now or soon; when they told it, with the one of generation `inUse`. */
  | { type: "receive-key"; participantId: string; generation: number; key: CryptoKey; inUse: number }
  /** This participant cannot have the room's secret: nothing of theirs will ever be decrypted. */
  | { type: "distrust"; participantId: string }
  /** This participant is gone, or is somebody else now. */
  | { type: "forget"; participantId: string }
  /** Whose this stream is, and of what. */
  | { type: "stream"; producerId: string; participantId: string; source: string }
  | { type: "stream-over"; producerId: string }
  /** Are you there? */
  | { type: "ask" };

/** What the worker tells its page. */
export type FromWorker =
  /** It is there: at its start, and whenever it is asked. */
  | { type: "ready" }
  /** A frame of this participant names a key that is not here. */
  | { type: "missing-key"; participantId: string }
  /** The send key has encrypted half of what it may: make another one. */
  | { type: "key-worn" }
  | { type: "problem"; producerId: string; problem: StreamProblem | null };

/** What a transform is for, as its options say. */
export type TransformOptions =
  | { direction: "send"; producerId: string; source: string }
  | { direction: "receive"; producerId: string };
