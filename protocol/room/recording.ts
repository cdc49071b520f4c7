import * as v from "valibot";
import { uuidSchema } from "../ids.ts";

/**
 * To the room: my page records the call, or no longer; or somebody else is to stop. A page asks before it begins, so that
 * everybody is told of it first.
 */
export const setRecordingSchema = v.object({ participantId: uuidSchema, recording: v.boolean() });
