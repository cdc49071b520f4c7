import * as v from "valibot";

/** From which role on something is allowed. A viewer is who sends nothing, and brings nobody. */
const sendersSchema = v.picklist(["participant", "moderator", "owner"]);
const anybodySchema = v.picklist(["viewer", "participant", "moderator", "owner"]);

/** What each room decides for itself: from which role on one may do what. */
export const rulesSchema = v.object({
  speak: v.optional(sendersSchema, "participant"),
  camera: v.optional(sendersSchema, "participant"),
  share: v.optional(sendersSchema, "participant"),
  draw: v.optional(sendersSchema, "participant"),
  chat: v.optional(anybodySchema, "viewer"),
  invite: v.optional(sendersSchema, "moderator"),
  record: v.optional(sendersSchema, "moderator"),
});
export type Rules = v.InferOutput<typeof rulesSchema>;

/** Rules that change; the others stay. */
export const ruleChangesSchema = v.object({
  speak: v.exactOptional(sendersSchema),
  camera: v.exactOptional(sendersSchema),
  share: v.exactOptional(sendersSchema),
  draw: v.exactOptional(sendersSchema),
  chat: v.exactOptional(anybodySchema),
  invite: v.exactOptional(sendersSchema),
  record: v.exactOptional(sendersSchema),
});

/** The rules of a room that has not decided anything. */
export const DEFAULT_RULES: Rules = v.getDefaults(rulesSchema) as Rules;
