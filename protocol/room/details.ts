import * as v from "valibot";
import { rulesSchema } from "./rules.ts";

/** A room as whoever may see it sees it. */
export const roomDetailsSchema = v.object({
  slug: v.string(),
  title: v.string(),
  encrypted: v.boolean(),
  /** Who may do what. */
  rules: rulesSchema,
});
export type RoomDetails = v.InferOutput<typeof roomDetailsSchema>;
