import { LIMITS } from "../../protocol/limits.ts";

/** `@` and a handle, with nothing at either end that would make it a part of something else. */
const MENTION = /(?<![\p{L}\p{N}_@/.])@([a-z0-9][a-z0-9_]{1,28}[a-z0-9])(?![\p{L}\p{N}_@])/giu;

/** The handles that a text mentions, each once, as far as they are told. */
export function mentionedHandles(text: string): string[] {
  const handles = new Set(Array.from(text.matchAll(MENTION), ([, handle = ""]) => handle.toLowerCase()));
  return [...handles].slice(0, LIMITS.mentionsPerMessage);
}
