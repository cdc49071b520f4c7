import * as v from "valibot";
import { LIMITS } from "./limits.ts";

/** An e-mail address. Capitals make no other address. */
export const emailSchema = v.pipe(
  v.string(),
  v.maxLength(LIMITS.emailChars),
  v.trim(),
  v.toLowerCase(),
  v.email(),
);

/** A password that is chosen now. What looks alike is the same on every keyboard: NFKC. */
export const newPasswordSchema = v.pipe(
  v.string(),
  v.maxLength(LIMITS.passwordChars),
  v.transform((text) => text.toWellFormed().normalize("NFKC")),
  v.minLength(LIMITS.leastPasswordChars),
);

/** A password that was chosen at some time: one that is too short is simply wrong. */
export const givenPasswordSchema = v.pipe(
  v.string(),
  v.maxLength(LIMITS.passwordChars),
  v.transform((text) => text.toWellFormed().normalize("NFKC")),
);
