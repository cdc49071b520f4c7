import * as v from "valibot";

const idSchema = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,30}$/));
const client = { id: idSchema, name: v.string(), clientId: v.string(), clientSecret: v.string() };

/** Any provider of OpenID Connect, which says by itself where its endpoints are. */
const oidcSchema = v.object({ ...client, type: v.literal("oidc"), issuer: v.pipe(v.string(), v.url()) });

/**
 * GitHub, which speaks OAuth 2 alone: no ID token, and who somebody is is asked of its API. Its endpoints can be told for
 * GitHub Enterprise.
 */
const githubSchema = v.object({
  ...client,
  name: v.optional(v.string(), "GitHub"),
  type: v.literal("github"),
  site: v.optional(v.pipe(v.string(), v.url()), "https://github.com"),
  api: v.optional(v.pipe(v.string(), v.url()), "https://api.github.com"),
});

/** `SIGN_IN_PROVIDERS`: where people may have an account by which they sign in here. */
export const providersSchema = v.array(v.variant("type", [oidcSchema, githubSchema]));

/** Somewhere people may have an account by which they sign in here. */
export type Provider = v.InferOutput<typeof providersSchema>[number];
