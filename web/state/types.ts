import type { ErrorCode } from "../../protocol/errors.ts";
import type { Reaction } from "../../protocol/room/chat.ts";
import type { ChatFile } from "../../protocol/room/files.ts";
import type { Role } from "../../protocol/room/participants.ts";
import type { Source } from "../../protocol/room/producers.ts";
import type { CaptureFault, EndReason, MediaStatus, ShareOptions, VoiceProcessing } from "../call/types.ts";

// The pages see the call through state/ alone, so these five are named here too.
export type { CaptureFault, EndReason, MediaStatus, ShareOptions, VoiceProcessing };

/** Where the call stands. `reconnecting` keeps the last picture of the room and its media. */
export type CallStatus =
  | { kind: "idle" }
  | { kind: "joining" }
  /** At the door: somebody has to let one in, who is `attended` there or not. */
  | { kind: "waiting"; attended: boolean }
  | { kind: "joined" }
  | { kind: "reconnecting"; since: number }
  | { kind: "ended"; reason: EndReason };

/** One stream of a participant. `track` is null until its media is set up here. */
export interface Stream {
  /** Stays the same for as long as its owner sends it; `producerId` changes when it is published anew. */
  readonly streamId: string;
  readonly producerId: string;
  readonly source: Source;
  readonly paused: boolean;
  readonly track: MediaStreamTrack | null;
  /** The track is what was there before; nothing new comes until its successor delivers. */
  readonly stale: boolean;
  /** It is sent in a codec that this browser cannot decode. */
  readonly undecodable?: boolean;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** The id of their picture. */
  readonly picture: string | null;
  readonly role: Role;
  readonly isSelf: boolean;
  readonly connected: boolean;
  readonly speaking: boolean;
  /** Since when the hand is raised, in milliseconds since 1970. */
  readonly hand: number | null;
  /** Their page records the call. */
  readonly recording: boolean;
  readonly streams: readonly Stream[];
}

export interface Message {
  readonly messageId: string;
  /** Its place in the room's order; null until the room has stored it. */
  readonly seq: number | null;
  /** Written by oneself, now or in a former visit. */
  readonly isOwn: boolean;
  readonly participantId: string;
  readonly name: string;
  readonly text: string;
  readonly files: readonly ChatFile[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state: "sending" | "stored" | "failed";
  /** How often it was edited. */
  readonly revision: number;
  readonly deleted: boolean;
  /** The message that it answers. */
  readonly replyTo: Quoted | null;
  readonly reactions: readonly GivenReaction[];
}

/** A message that another one answers: what is known of it even where it is not loaded. */
export interface Quoted {
  readonly messageId: string;
  readonly name: string;
}

export interface GivenReaction {
  readonly reaction: Reaction;
  readonly names: readonly string[];
  /** One is among them oneself. */
  readonly isOwn: boolean;
}

/** What is older than the chat that is known here: nothing, something, on its way, or out of reach for now. */
export type OlderChat = "none" | "some" | "loading" | "unreachable";

/** Something that went wrong and that the person should know, while the call goes on. */
export interface Notice {
  readonly id: number;
  readonly kind: "error" | "info";
  readonly text: string;
  readonly code?: ErrorCode;
}
