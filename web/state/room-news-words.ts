import type { Role } from "../../protocol/room/participants.ts";

/** What is told of what happens in the room. */
export const roomNewsWords = {
  /** `by` is null where one did it oneself. */
  removed: (name: string, by: string | null) =>
    by === null ? `You removed ${name}.` : `${by} removed ${name}.`,
  knocks: (name: string) => `${name} waits to come in.`,
  locked: "The room is locked now: nobody new comes in.",
  unlocked: "The room is open again.",
};

/** What somebody is told who has another role. */
export const ROLE_CHANGE_WORDS: Readonly<Record<Role, string>> = {
  owner: "This room is yours now.",
  moderator: "You are a moderator now.",
  participant: "You are a participant now.",
  viewer: "You are a viewer now: you see and hear, and write in the chat.",
};
