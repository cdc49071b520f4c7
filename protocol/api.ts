import * as v from "valibot";
import { wireErrorSchema } from "./errors.ts";
import { iceServersSchema } from "./ice-servers.ts";
import { slugSchema } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { chatMessageSchema } from "./room/chat.ts";
import { roleSchema } from "./room/participants.ts";
import { roomDetailsSchema, roomSettingsSchema } from "./room/settings.ts";
import { titleSchema } from "./text.ts";

/** `POST /api/rooms`: makes a room; without a slug it gets a random one. */
export const createRoomSchema = v.object({
  slug: v.optional(slugSchema),
  title: v.optional(titleSchema),
  settings: v.optional(roomSettingsSchema, {}),
});

/** `PATCH /api/rooms/:slug`, for its owner: another address. */
export const changeSlugSchema = v.object({ slug: slugSchema });

/** `POST /api/rooms/:slug/session`: what one has to come in with. */
export const sessionRequestSchema = v.object({
  password: v.optional(v.pipe(v.string(), v.maxLength(LIMITS.passwordChars))),
  /** The code of an invitation, in whatever form it was found. */
  invite: v.optional(v.pipe(v.string(), v.maxLength(100))),
});
export type SessionRequest = v.InferOutput<typeof sessionRequestSchema>;

/** Its answer: a pass into the room, for one join within `expiresIn` seconds. */
export const sessionSchema = v.object({
  room: roomDetailsSchema,
  roomId: v.string(),
  role: roleSchema,
  token: v.string(),
  expiresIn: v.number(),
  ice: iceServersSchema,
});
export type Session = v.InferOutput<typeof sessionSchema>;

/**
 * `GET /api/chat/:roomId?before=<seq>`, with a chat pass as bearer token: the newest messages before that one, oldest first;
 * `more` where there are still older ones.
 */
export const chatHistorySchema = v.object({ messages: v.array(chatMessageSchema), more: v.boolean() });
export type ChatHistory = v.InferOutput<typeof chatHistorySchema>;

/**
 * `GET /api/chat/:roomId/search?words=<words>&before=<seq>`, with a chat pass as bearer token: the newest messages before that one
 * in which words begin with all of these, newest first; `more` where there are still older ones, before `next`.
 */
export const chatFoundSchema = v.object({
  messages: v.array(chatMessageSchema),
  more: v.boolean(),
  next: v.number(),
});
export type ChatFound = v.InferOutput<typeof chatFoundSchema>;

/** Every error answer of the API. */
export const apiErrorSchema = v.object({ error: wireErrorSchema });

/** Where pages and nodes find things. */
export const PATHS = {
  rooms: "/api/rooms",
  room: (slug: string) => `/api/rooms/${slug}`,
  session: (slug: string) => `/api/rooms/${slug}/session`,
  /** The nodes near to who has a pass into the room. */
  near: (roomId: string) => `/api/near/${roomId}`,
  chat: (roomId: string) => `/api/chat/${roomId}`,
  /** The files that were sent with messages. */
  file: (roomId: string, fileId: string) => `/api/files/${roomId}/${fileId}`,
  chatSearch: (roomId: string) => `/api/chat/${roomId}/search`,
  socket: (roomId: string) => `/api/sockets/${roomId}`,
  /** For operators, with the fleet's token. */
  fleetNodes: "/api/fleet/nodes",
  fleetNode: (nodeId: string) => `/api/fleet/nodes/${nodeId}`,
  fleetDrain: (nodeId: string) => `/api/fleet/nodes/${nodeId}/drain`,
  fleetWanted: "/api/fleet/wanted",
  fleetMetrics: "/api/fleet/metrics",
  fleetRooms: (nodeId: string) => `/api/fleet/rooms?node=${nodeId}`,
  nodeControl: "/api/nodes/control",
  nodeRoom: (roomId: string) => `/api/nodes/rooms/${roomId}`,
} as const;

/** The `aud` of each kind of token. */
export const AUDIENCES = {
  access: "nearcast:access",
  guest: "nearcast:guest",
  join: "nearcast:join",
  chat: "nearcast:chat",
  upload: "nearcast:upload",
  node: "nearcast:node",
} as const;

/** What the platform answers by itself, without waking a room. */
export const PING = "ping";
export const PONG = "pong";
