import * as v from "valibot";
import { emailSchema, givenPasswordSchema, newPasswordSchema } from "./credentials.ts";
import { uuidSchema } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { mailLanguageSchema } from "./mails.ts";
import { pictureSchema } from "./pictures.ts";
import { nameSchema, statusSchema } from "./text.ts";

/** Names that would speak for the house or for everybody. */
const RESERVED = new Set(["admin", "all", "everyone", "here", "moderator", "nearcast", "support", "system"]);

/** What somebody is called by in an address or a mention: 3 to 30 of a–z, 0–9 and inner underscores. */
export const handleSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9_]{1,28}[a-z0-9]$/),
  v.check((handle) => !RESERVED.has(handle)),
);

/** `POST /api/auth/sign-up`: makes an account, and signs in; where mails are sent, one asks for a mail in place of that. */
export const signUpSchema = v.object({ email: emailSchema, password: newPasswordSchema, name: nameSchema });

/** `POST /api/auth/sign-in`. */
export const signInSchema = v.object({ email: emailSchema, password: givenPasswordSchema });

/** Oneself, as `GET /api/account` answers it. */
export const accountSchema = v.object({
  id: uuidSchema,
  handle: v.string(),
  name: v.string(),
  /** What friends are told in a line; empty where that is nothing. */
  status: v.string(),
  picture: v.optional(pictureSchema, null),
  /** Friends see one as offline. */
  invisible: v.boolean(),
  /** Friends see in which room one is, and may come. */
  sharesRoom: v.boolean(),
  /** What one signs in with; null without a password. */
  email: v.nullable(v.string()),
});
export type Account = v.InferOutput<typeof accountSchema>;

/** Whoever signs in, up or anew is told who they are. The tokens are in cookies that no script can read. */
export const signedInSchema = v.object({ account: accountSchema });
export type SignedIn = v.InferOutput<typeof signedInSchema>;

/** `PATCH /api/account`. */
export const changeProfileSchema = v.object({
  name: v.optional(nameSchema),
  handle: v.optional(handleSchema),
  status: v.optional(statusSchema),
  invisible: v.optional(v.boolean()),
  sharesRoom: v.optional(v.boolean()),
});

/** `PUT /api/account/password`: signs out everywhere else. */
export const changePasswordSchema = v.object({ password: givenPasswordSchema, next: newPasswordSchema });

/** `POST /api/account/password`: adds one where there is none. */
export const addPasswordSchema = v.object({
  email: emailSchema,
  password: newPasswordSchema,
  language: mailLanguageSchema,
});

/** `PUT /api/account/email`. */
export const changeEmailSchema = v.object({
  password: givenPasswordSchema,
  email: emailSchema,
  language: mailLanguageSchema,
});

/** What a change of the address comes to: the account as it is then, or null where a mail has to be answered first. */
export const addressChangeSchema = v.object({ account: v.nullable(accountSchema) });
export type AddressChange = v.InferOutput<typeof addressChangeSchema>;

/** `POST /api/account/delete`. */
export const deleteAccountSchema = v.object({ password: v.optional(givenPasswordSchema) });

/** `GET /api/account/sessions`: where one is signed in, latest first. Times are in milliseconds since 1970. */
export const accountSessionsSchema = v.object({
  sessions: v.array(
    v.object({
      id: uuidSchema,
      userAgent: v.string(),
      createdAt: v.number(),
      lastUsedAt: v.number(),
      isCurrent: v.boolean(),
    }),
  ),
});
export type AccountSessions = v.InferOutput<typeof accountSessionsSchema>;

/** What can be signed in by here, besides a password and passkeys; `mails`: an account is made, and a password chosen, by a mail. */
export const providersSchema = v.object({
  providers: v.array(v.object({ id: v.string(), name: v.string() })),
  mails: v.boolean(),
});
export type Providers = v.InferOutput<typeof providersSchema>;

/**
 * `POST /api/auth/providers/:id`: begins to sign in there, or to add that to one's account. `next` is the path of this site
 * to come back to.
 */
export const beginSchema = v.object({
  next: v.pipe(v.string(), v.maxLength(200), v.regex(/^\/(?![/\\])[\w/-]*$/)),
  adds: v.optional(v.boolean(), false),
});

/** Where the browser has to go then. */
export const begunSchema = v.object({ url: v.string() });

const base64urlSchema = v.pipe(v.string(), v.maxLength(8_000), v.regex(/^[\w-]+$/));
const credential = {
  id: v.pipe(base64urlSchema, v.maxLength(LIMITS.passkeyIdChars)),
  rawId: base64urlSchema,
  type: v.literal("public-key"),
  clientExtensionResults: v.optional(v.object({}), {}),
};

/** `POST /api/account/passkeys`: what the browser made for the options that it was given. */
export const newPasskeySchema = v.object({
  name: nameSchema,
  credential: v.object({
    ...credential,
    response: v.object({
      clientDataJSON: base64urlSchema,
      attestationObject: base64urlSchema,
      transports: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(20))), v.maxLength(10)), []),
    }),
  }),
});

/** `POST /api/auth/passkeys/sign-in`. */
export const passkeySignInSchema = v.object({
  credential: v.object({
    ...credential,
    response: v.object({
      clientDataJSON: base64urlSchema,
      authenticatorData: base64urlSchema,
      signature: base64urlSchema,
      userHandle: v.optional(base64urlSchema),
    }),
  }),
});

/** `GET /api/account/ways`: by what one can sign in, besides the password. Times are in milliseconds since 1970. */
export const waysInSchema = v.object({
  passkeys: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      createdAt: v.number(),
      lastUsedAt: v.nullable(v.number()),
    }),
  ),
  identities: v.array(v.object({ id: uuidSchema, provider: v.string(), label: v.string() })),
});
export type WaysIn = v.InferOutput<typeof waysInSchema>;

/**
 * `GET /api/account/rooms`: the rooms that are one's own or that one opened, latest first. `at` is when one opened it last, in milliseconds
 * since 1970, or when it was made. `DELETE /api/account/rooms/:slug` takes one out of the list of those that one opened.
 */
export const roomListSchema = v.object({
  rooms: v.array(
    v.object({
      slug: v.string(),
      title: v.string(),
      encrypted: v.boolean(),
      isOwn: v.boolean(),
      at: v.number(),
    }),
  ),
});
export type RoomList = v.InferOutput<typeof roomListSchema>;

/** Where all of this is. */
export const ACCOUNT_PATHS = {
  signUp: "/api/auth/sign-up",
  signIn: "/api/auth/sign-in",
  /** Gives a new access token for the refresh token, and another one of those. */
  refresh: "/api/auth/refresh",
  signOut: "/api/auth/sign-out",
  providers: "/api/auth/providers",
  provider: (id: string) => `/api/auth/providers/${id}`,
  passkeyOptions: "/api/auth/passkeys/options",
  passkeySignIn: "/api/auth/passkeys/sign-in",
  account: "/api/account",
  ways: "/api/account/ways",
  newPasskeyOptions: "/api/account/passkeys/options",
  passkeys: "/api/account/passkeys",
  passkey: (id: string) => `/api/account/passkeys/${id}`,
  identity: (id: string) => `/api/account/identities/${id}`,
  password: "/api/account/password",
  email: "/api/account/email",
  sessions: "/api/account/sessions",
  session: (id: string) => `/api/account/sessions/${id}`,
  rooms: "/api/account/rooms",
  room: (slug: string) => `/api/account/rooms/${slug}`,
  /** Everything that is stored of oneself, as a file. */
  export: "/api/account/export",
  delete: "/api/account/delete",
  /** The public halves of the keys that sign access tokens. */
  keys: "/.well-known/jwks.json",
} as const;
