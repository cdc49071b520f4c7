import * as v from "valibot";
import { regionSchema } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { titleSchema } from "../text.ts";
import { ruleChangesSchema, rulesSchema } from "./rules.ts";

/** Who waits at the door until somebody lets them in. */
const lobbySchema = v.picklist(["nobody", "guests", "everybody"]);

/** How many people may be in the room at once. */
const limitSchema = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(LIMITS.participantsPerRoom));

/** The regions that media nodes may be in which the room's media goes through, as their operator names them; null: all. */
const regionsSchema = v.nullable(
  v.pipe(v.array(regionSchema), v.minLength(1), v.maxLength(LIMITS.regionsPerRoom)),
);

const roomPasswordSchema = v.pipe(
  v.string(),
  v.minLength(LIMITS.leastRoomPasswordChars),
  v.maxLength(LIMITS.passwordChars),
);

/** A room's settings. Those that a room was made without have their defaults. */
export const roomSettingsSchema = v.object({
  /** Who may see and join it at all: whoever has its address, or its owner alone. Chosen when it is made. */
  access: v.optional(v.picklist(["link", "owner"]), "link"),
  /** Media and chat are encrypted from page to page, with a secret that only the room's whole link holds. Chosen when it is made. */
  encrypted: v.optional(v.boolean(), false),
  /** Who may do what. */
  rules: v.optional(rulesSchema, {}),
  lobby: v.optional(lobbySchema, "nobody"),
  /** Whether people without an account may come in. */
  guests: v.optional(v.boolean(), true),
  /** Nobody new comes in. */
  locked: v.optional(v.boolean(), false),
  limit: v.optional(limitSchema, LIMITS.participantsByDefault),
  regions: v.optional(regionsSchema, null),
});
export type RoomSettings = v.InferOutput<typeof roomSettingsSchema>;

/** To the room: this is different from now on; what is not said stays. */
export const changeRoomSchema = v.object({
  title: v.exactOptional(titleSchema),
  rules: v.exactOptional(ruleChangesSchema),
  lobby: v.exactOptional(lobbySchema),
  guests: v.exactOptional(v.boolean()),
  limit: v.exactOptional(limitSchema),
  /** The owner's alone to change. */
  regions: v.exactOptional(regionsSchema),
});
export type RoomChange = v.InferOutput<typeof changeRoomSchema>;

/** To the room: who has no invitation needs this password from now on; null: nobody does. Who was in may come back. */
export const setPasswordSchema = v.object({ password: v.nullable(roomPasswordSchema) });

/** To the room: nobody new comes in from now on, or whoever may. Who was in may come back. */
export const lockSchema = v.object({ locked: v.boolean() });

/** A room as whoever may see it sees it. */
export const roomDetailsSchema = v.object({
  slug: v.string(),
  title: v.string(),
  encrypted: v.boolean(),
  rules: rulesSchema,
  lobby: lobbySchema,
  guests: v.boolean(),
  locked: v.boolean(),
  limit: v.number(),
  regions: v.nullable(v.array(v.string())),
  hasPassword: v.boolean(),
});
export type RoomDetails = v.InferOutput<typeof roomDetailsSchema>;
