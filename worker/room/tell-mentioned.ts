import { database } from "../db/client.ts";
import { findMentioned } from "../db/notifications.ts";
import { type Env, readConfig } from "../env.ts";
import { errorText, log } from "../log.ts";
import { tellUser } from "../user/user-object.ts";
import type { Effect, RoomState } from "./state.ts";

/**
 * Tells people who are mentioned in a room's chat, and are not in it. What was said is not told: they may not be let in any more.
 * Nothing waits for it, and what fails is logged.
 */
export async function tellMentioned(
  env: Env,
  { meta, participants, bans }: RoomState,
  { handles, author, messageId }: Extract<Effect, { type: "tell-mentioned" }>,
): Promise<void> {
  if (meta === null) return;
  const { id: roomId, slug, title } = meta;
  const present = new Set([...participants.values()].filter(({ socket }) => socket).map((one) => one.userId));
  try {
    const ids = await findMentioned(database(readConfig(env)), roomId, handles, author.userId);
    const absent = ids.filter((id) => !present.has(id) && !bans.has(id));
    const mention = { roomId, messageId, name: author.name, slug, title };
    await Promise.all(absent.map((id) => tellUser(env, id, (user) => user.mentioned(id, mention))));
  } catch (error) {
    log({ event: "mention-not-told", roomId, error: errorText(error) });
  }
}
