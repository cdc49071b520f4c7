import * as v from "valibot";
import { uuidSchema } from "../ids.ts";
import { LIMITS } from "../limits.ts";

/** What one page says to another: how to connect directly, or keys. The room carries it and does not read it. */
const channelSchema = v.picklist(["direct", "keys"]);

/** To the room: pass this on to one participant. It is answered once it is on its way, and never kept. */
export const relaySchema = v.object({
  to: uuidSchema,
  channel: channelSchema,
  body: v.pipe(v.string(), v.maxLength(LIMITS.relayChars)),
});

/** To a page: another one says this. `from` is the room's word; `body` is the sender's, and may be anything. */
export const relayedSchema = v.object({ from: v.string(), channel: channelSchema, body: v.string() });
