import * as v from "valibot";
import { emailSchema, newPasswordSchema } from "./credentials.ts";
import { nameSchema } from "./text.ts";

/** The languages in which mails are written. */
export const mailLanguageSchema = v.optional(v.picklist(["en", "de"]), "en");
export type MailLanguage = v.InferOutput<typeof mailLanguageSchema>;

/** What a link in a mail ends in, behind the `#`. */
const linkTokenSchema = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));

/**
 * `POST /api/auth/mails`: asks for a mail by whose link one chooses a password: for a new account, where there is a `name`, or for
 * the one that has this address. What is answered does not tell which it will be, nor whether there is one.
 */
export const askForMailSchema = v.object({
  email: emailSchema,
  name: v.optional(nameSchema),
  language: mailLanguageSchema,
});

/** `POST /api/auth/mails/password`: signs in, with a password that is chosen now. */
export const choosePasswordSchema = v.object({ token: linkTokenSchema, password: newPasswordSchema });

/** `POST /api/account/mails`: says by a mailed link that the address is one's own. */
export const confirmSchema = v.object({ token: linkTokenSchema });

/** Where all of this is, and where the links lead. */
export const MAIL_PATHS = {
  ask: "/api/auth/mails",
  choosePassword: "/api/auth/mails/password",
  confirm: "/api/account/mails",
  passwordPage: "/choose-password",
  confirmPage: "/confirm-address",
} as const;
