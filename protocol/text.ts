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

/** A room's title: one line. */
export const titleSchema = line(LIMITS.titleChars);

/** A chat message's text: lines are kept. */
export const chatTextSchema = v.pipe(
  v.string(),
  v.maxLength(LIMITS.chatTextChars * 2),
  v.transform(cleanText),
  v.minLength(1),
  v.maxLength(LIMITS.chatTextChars),
);
