import type { Role } from "../../protocol/room/participants.ts";
import { t } from "../language/translate.ts";

/** What is told of what happens in the room. */
export const roomNewsWords = {
  /** `by` is null where one did it oneself. */
  removed: (name: string, by: string | null) =>
    by === null ? t("You removed {name}.", { name }) : t("{by} removed {name}.", { by, name }),
  knocks: (name: string) => t("{name} waits to come in.", { name }),
  records: (name: string) => t("{name} records this call.", { name }),
  recordsNoMore: (name: string) => t("{name} has stopped recording.", { name }),
  locked: t("The room is locked now: nobody new comes in."),
  unlocked: t("The room is open again."),
};

/** What somebody is told who has another role. */
export const ROLE_CHANGE_WORDS: Readonly<Record<Role, string>> = {
  owner: t("This room is yours now."),
  moderator: t("You are a moderator now."),
  participant: t("You are a participant now."),
  viewer: t("You are a viewer now: you see and hear, and write in the chat."),
};
