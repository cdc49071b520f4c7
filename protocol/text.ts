import * as v from "valibot";
import { LIMITS } from "./limits.ts";

/** Control and formatting characters that make text look like something else: C0, C1, bidi overrides and isolates. */
const DECEPTIVE = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Text without characters that deceive the eye, in NFC, with no space at its ends. Half a surrogate pair, which UTF-8 and
 * Postgres cannot hold, becomes U+FFFD.
 */
export function cleanText(text: string): string {
  return text.toWellFormed().normalize("NFC").replace(DECEPTIVE, "").trim();
}

const line = (maxChars: number) =>
  v.pipe(
    v.string(),
    v.maxLength(maxChars * 4),
    v.transform((text) => cleanText(text).replace(/\s+/gu, " ")),
    // Something of it must be seen.
    v.regex(/[^\p{Cf}\p{Z}]/u),
    v.maxLength(maxChars),
  );

/** A person's name: one line. */
export const nameSchema = line(LIMITS.nameChars);

/** What somebody tells their friends: one line, or nothing. */
export const statusSchema = v.pipe(
  v.string(),
  v.maxLength(LIMITS.statusChars * 4),
  v.transform((text) => cleanText(text).replace(/\s+/gu, " ")),
  v.maxLength(LIMITS.statusChars),
);

/** A file's name: one line, and no path. */
export const fileNameSchema = v.pipe(
  line(LIMITS.fileNameChars),
  v.transform((name) => name.replace(/[/\\]/g, "_")),
);

/** A room's title: one line. */
export const titleSchema = line(LIMITS.titleChars);

/** The words that somebody searches for: each once, none of them empty, in the order in which they are written. */
export function searchWords(text: string): string[] {
  const words =
    cleanText(text)
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...new Set(words)].slice(0, LIMITS.searchWords);
}

/** A chat message's text: lines are kept. */
const chatTextSchema = v.pipe(
  v.string(),
  v.maxLength(LIMITS.chatTextChars * 2),
  v.transform(cleanText),
  v.minLength(1),
  v.maxLength(LIMITS.chatTextChars),
);

const SEALED = /^e2ee1\.[\w-]+$/;

/** A chat message's text as its page has encrypted it. What it is, only pages with the room's secret can tell. */
const sealedTextSchema = v.pipe(v.string(), v.maxLength(LIMITS.sealedTextChars), v.regex(SEALED));

/** A chat message's text on the wire. */
export const wireTextSchema = v.union([chatTextSchema, sealedTextSchema]);

/** Whether a text may be written in this room: in an encrypted one what was encrypted, in another one what is short enough. */
export function isTextFor(room: { encrypted: boolean }, text: string): boolean {
  return room.encrypted ? SEALED.test(text) : text.length <= LIMITS.chatTextChars;
}
