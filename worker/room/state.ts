import type { CloseReason } from "../../protocol/errors.ts";
import type { Reply } from "../../protocol/frame.ts";
import type { Order } from "../../protocol/node/orders.ts";
import type { Position } from "../../protocol/position.ts";
import type { RoundTrips } from "../../protocol/probes.ts";
import type { ChatMessage } from "../../protocol/room/chat.ts";
import type { ChatFile } from "../../protocol/room/files.ts";
import type { MediaCapabilities } from "../../protocol/room/join.ts";
import type { Role } from "../../protocol/room/participants.ts";
import type { Source } from "../../protocol/room/producers.ts";
import type { ReadMark } from "../../protocol/room/reading.ts";
import type { Route } from "../../protocol/room/route.ts";
import type { RoomSettings } from "../../protocol/room/settings.ts";
import type { RoomEvent, ToPage } from "../../protocol/room/to-page.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import type { WatchedStream } from "../../protocol/room/watching.ts";
import type { VideoCodec } from "../../protocol/video-codecs.ts";
import type { RefusalReason } from "../refusal-reasons.ts";
import type { ChosenNode } from "../registry/areas.ts";
import type { Visitor } from "./doors.ts";

/** What a room asks for of who comes in. The id, which passes name, is another one each time it is set. */
export interface RoomPassword {
  readonly id: string;
  readonly hash: string;
}

/** What Postgres knows of a room. */
export interface RoomMeta {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly ownerId: string;
  readonly settings: RoomSettings;
  readonly password: RoomPassword | null;
  /** Rises with each change that is made in the room. */
  readonly version: number;
}

export interface Participant {
  readonly id: string;
  /** The person, and which of their tabs. */
  readonly userId: string;
  /** Who the person is to the others, as the author of what they write. */
  readonly authorId: string;
  readonly tab: string;
  readonly name: string;
  readonly picture: string | null;
  readonly role: Role;
  /** The socket that speaks for the participant, or null while it is lost. */
  readonly socket: string | null;
  /** When the socket was lost, in milliseconds since 1970. */
  readonly lostAt: number | null;
  readonly resumeKey: string;
  /** As the token said. */
  readonly address: string | null;
  /** Where they are, to whole degrees, as Cloudflare has it; nobody else is told. Null where it is not known. */
  readonly position: Position | null;
  /** What its page has measured of its way to nodes. */
  readonly roundTrips: RoundTrips;
  /** Where its node is looked for, among `searches`: with those from the same place, or for itself where theirs does not reach it. */
  readonly place: string;
  readonly media: MediaCapabilities;
  /** Who its page is to those who encrypt; null where it gave none. */
  readonly identity: string | null;
  /** The node whose it is to be; null while one is looked for. */
  readonly nodeId: string | null;
  /** That node holds transports for it. */
  readonly attached: boolean;
  /** The node that makes transports for it, because its own is to end; it changes over when they are made. */
  readonly movesTo: string | null;
  /** The node from which it has just moved. */
  readonly former: Former | null;
  /** When it last asked for other transports, in milliseconds since 1970. */
  readonly renewedAt: number | null;
  /** The `join` that still waits for its answer. */
  readonly joining: number | null;
  /** Its page found that it cannot send to everybody directly. */
  readonly avoidsDirect: Avoidance | null;
  /** Has drawn what is kept, and holds it: asked for it when somebody comes in. */
  readonly keepsMarks: boolean;
  /** Since when the hand is raised, in milliseconds since 1970. */
  readonly hand: number | null;
  /** Its page records the call. */
  readonly recording: boolean;
}

/** Who comes in, as its token says, and ids for whom the room does not know yet. */
export interface Newcomer extends Visitor {
  readonly socket: string;
  /** The id of their picture. */
  readonly picture: string | null;
  /** To whole degrees. */
  readonly position: Position | null;
  readonly authorId: string;
  readonly participantId: string;
  readonly resumeKey: string;
  readonly now: number;
}

/** Somebody at the door, and the `join` that waits for its answer. */
export interface Waiting {
  readonly newcomer: Newcomer;
  readonly message: Extract<ToRoom, { type: "join" }>;
  readonly since: number;
}

/** Transports that a node has for somebody who has not joined. */
export interface Reservation {
  /** The id that they will have. */
  readonly participantId: string;
  readonly nodeId: string;
  /** The page has been told of them. */
  readonly told: boolean;
  /** Until when they are expected at any moment, in milliseconds since 1970; none where they may come or not. */
  readonly expectedUntil?: number;
  /** As the token said. */
  readonly address: string | null;
}

/** Somebody who does not come in again. Times are in milliseconds since 1970. */
export interface Ban {
  readonly authorId: string;
  readonly name: string;
  /** The name of who did it. */
  readonly by: string;
  readonly at: number;
  /** Who else comes from this address before `until`, waits at the door. */
  readonly address: string | null;
  readonly until: number;
}

/** A way in that somebody made for others. Times are in milliseconds since 1970. */
export interface Invite {
  readonly authorId: string;
  /** The name of who made it. */
  readonly by: string;
  readonly at: number;
  readonly until: number | null;
  /** How many people may come in by it, and who has, by user id; nobody is noted where it is for however many. */
  readonly uses: number | null;
  readonly usedBy: readonly string[];
}

/** Where somebody was until just now. What they had there goes on until what takes its place has come to everybody. */
export interface Former {
  readonly nodeId: string;
  /** Streams of theirs that others have replaced, and that flow still. */
  readonly producerIds: readonly string[];
  /** Their page says that it receives all by way of the other one. */
  readonly hasMoved: boolean;
  /** When nothing of it is needed any more, in milliseconds since 1970. */
  readonly until: number;
}

export interface Producer {
  readonly id: string;
  readonly participantId: string;
  /** The node that it is sent to by who owns it. */
  readonly nodeId: string;
  /** The same for as long as its owner sends it, under however many producers. */
  readonly streamId: string;
  readonly source: Source;
  /** Undefined for sound. */
  readonly codec: VideoCodec | undefined;
  readonly paused: boolean;
  /** The others may draw on it: a screen. */
  readonly drawing: boolean;
  /** The node has made it, and everybody knows of it. */
  readonly live: boolean;
  /** The `publish` that still waits for its answer. */
  readonly request: number | null;
  /** The producer of the same stream that ends when this one is live; null from then on. */
  readonly replaces: string | null;
}

/** How large, how urgently and by which way somebody wants one stream. */
type Wish = Readonly<Omit<WatchedStream, "producerId">>;

/** What somebody shows: wishes by producer id. Kept apart from the participant, so that what changes often is small. */
export interface Watch {
  readonly streams: Readonly<Record<string, Wish>>;
  readonly maxBitrate: number | null;
}

/** A node that serves the room. Times are in milliseconds since 1970. */
export interface RoomNode {
  readonly node: ChosenNode;
  /** The room's on this node: no other has the same, and orders and reports carry it. */
  readonly epoch: number;
  /** Its link; null where it was told to serve the room and has not dialled yet, or the link was lost. */
  readonly socket: string | null;
  /** Since when its link is waited for. */
  readonly since: number;
  /** When the registry was last asked whether the node is still there. */
  readonly askedAt: number | null;
  /** When the registry last said that other nodes do not reach its media. */
  readonly unreachableAt?: number;
  /** The peers of whom it hears nothing by their pipe, by id, and when it last said so. */
  readonly deafTo?: Readonly<Record<string, number>>;
  /** Since when nobody in the room is on it. */
  readonly idleSince: number | null;
  /** It is to end: nobody is sent there, and who is there moves. */
  readonly draining: boolean;
}

/** What is known of the best node for the people at one place. Times are in milliseconds since 1970. */
export type Search =
  /** The registries were asked in this epoch, which will be the room's on the node, should it be another one. */
  | { readonly kind: "asked"; readonly epoch: number; readonly at: number }
  | { readonly kind: "none-free"; readonly retryAt: number }
  | { readonly kind: "found"; readonly nodeId: string };

/** The room's route, and since when nothing speaks for `node` any more although it is that. Times are since 1970. */
interface RouteState {
  readonly route: Route;
  readonly calmSince: number | null;
}

/** Who cannot send to everybody directly is believed for longer each time, as long as they are in the room. */
interface Avoidance {
  readonly until: number;
  readonly times: number;
}

/** A room, whole. Values are never changed in place: each step makes a new state that shares what stayed. */
export interface RoomState {
  readonly meta: RoomMeta | null;
  /** The last one that was used. */
  readonly epoch: number;
  readonly seq: number;
  /** The nodes that serve the room, by their ids. */
  readonly nodes: ReadonlyMap<string, RoomNode>;
  /** The nodes that had to leave the room because of a broken pipe, by id, and until when (milliseconds since 1970) they are taken only where there is no other. */
  readonly apart: Readonly<Record<string, number>>;
  /** The best node by where people are, as `placeOf` names places. */
  readonly searches: ReadonlyMap<string, Search>;
  /** Since when nobody is in the room, in milliseconds since 1970. */
  readonly emptySince: number | null;
  readonly participants: ReadonlyMap<string, Participant>;
  readonly producers: ReadonlyMap<string, Producer>;
  /** What participants show, by their ids; none for one that has not said it yet. */
  readonly watches: ReadonlyMap<string, Watch>;
  /** Roles that were given to people, by user id; they outlast a visit. */
  readonly roles: ReadonlyMap<string, Role>;
  /** Who is banned, by user id. */
  readonly bans: ReadonlyMap<string, Ban>;
  /** The invitations that may still be good, by their codes. */
  readonly invites: ReadonlyMap<string, Invite>;
  /** Who was in while this meeting lasts, by user id, and since when: they need nobody to let them in again. */
  readonly admitted: ReadonlyMap<string, number>;
  /** Who waits at the door, by the participant id that they will have. */
  readonly waiting: ReadonlyMap<string, Waiting>;
  /** What is reserved for who has not joined, by their socket. */
  readonly reservations: ReadonlyMap<string, Reservation>;
  /** The version of `meta` that Postgres has. */
  readonly writtenVersion: number;
  /** Whose the room was before it was handed over, until Postgres knows. */
  readonly handedFrom: string | null;
  readonly route: RouteState;
  readonly chat: readonly ChatMessage[];
  /** How far people have read, by author id. */
  readonly reads: ReadonlyMap<string, ReadMark>;
  /** Recent events, oldest first, without gaps up to `seq`. In memory only: a room that wakes has none. */
  readonly log: readonly RoomEvent[];
}

export const EMPTY_ROOM: RoomState = {
  meta: null,
  epoch: 0,
  seq: 0,
  nodes: new Map(),
  apart: {},
  searches: new Map(),
  emptySince: null,
  participants: new Map(),
  producers: new Map(),
  watches: new Map(),
  roles: new Map(),
  bans: new Map(),
  invites: new Map(),
  admitted: new Map(),
  waiting: new Map(),
  reservations: new Map(),
  writtenVersion: 0,
  handedFrom: null,
  route: { route: "direct", calmSince: null },
  chat: [],
  reads: new Map(),
  log: [],
};

/** What the shell is to do, in this order, after the new state is stored. */
export type Effect =
  | { type: "send"; socket: string; item: ToPage | Reply }
  | { type: "broadcast"; sockets: readonly string[]; item: ToPage }
  /** The socket speaks for this participant from now on. */
  | { type: "seat"; socket: string; participantId: string }
  | { type: "close"; socket: string; reason: CloseReason }
  | { type: "order"; socket: string; order: Order }
  /** For the people at a place, in one of these regions where it may not be in all; the room uses these nodes already. */
  | {
      type: "request-node";
      place: string;
      epoch: number;
      position: Position | null;
      roundTrips: RoundTrips;
      used: readonly Pick<ChosenNode, "id" | "families">[];
      avoid: readonly string[];
      regions: readonly string[] | null;
    }
  /** The node is to serve the room, or to go on with it; the shell comes back with `node-missing` where it is not there. */
  | { type: "serve"; epoch: number; node: ChosenNode }
  /** A node was not heard: that is logged, and counted. */
  | { type: "refuse-node"; nodeId: string; reason: RefusalReason; detail: string }
  /** The node beats, and does not reach somebody: its registry is told. */
  | { type: "report-node"; node: ChosenNode }
  /** What the one node sends does not reach the other one, and so this one of both leaves the room: that is logged. */
  | { type: "pipe-broken"; pipe: { readonly from: string; readonly to: string; readonly leaves: string } }
  /** The shell makes a hash of it, and comes back with `password-hashed`. */
  | { type: "hash-password"; socket: string; request: number | undefined; password: string }
  /** Somebody in the room may read its chat: the shell signs that, and answers. */
  | { type: "give-ice-servers"; socket: string; request: number }
  | { type: "give-chat-pass"; socket: string; request: number; userId: string }
  /** A message mentions people, who are told unless they are in the room. */
  | {
      type: "tell-mentioned";
      handles: readonly string[];
      author: { readonly userId: string; readonly name: string };
      messageId: string;
    }
  /** Somebody may upload a file: the shell expects it, signs that, and answers; or says that the room has too many. */
  | {
      type: "attach-file";
      socket: string;
      request: number;
      userId: string;
      file: Omit<ChatFile, "type" | "fileId">;
    };

/** One step in the making: its handlers replace `state` and add the rest. */
export interface Turn {
  state: RoomState;
  readonly effects: Effect[];
  /** Messages that this step has made or changed, as they are now: stored with the state, and sent to Postgres. */
  readonly written: ChatMessage[];
}

/** The map with one entry set. */
export function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  return new Map(map).set(key, value);
}

/** The map without the entries that `drop` names. */
export function without<V>(map: ReadonlyMap<string, V>, drop: (value: V) => boolean): ReadonlyMap<string, V> {
  return new Map([...map].filter(([, value]) => !drop(value)));
}

/** The map without one key; the same map where it has none. */
export function withoutKey<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  if (!map.has(key)) return map;
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

/** Participants who receive what the room says to all: answered, and with a socket. */
export function* listeners(state: RoomState): Iterable<Participant & { socket: string }> {
  for (const participant of state.participants.values()) {
    if (participant.socket !== null && participant.joining === null) {
      yield participant as Participant & { socket: string };
    }
  }
}
