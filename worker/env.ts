import * as v from "valibot";
import { type Provider, providersSchema } from "./auth/providers.ts";
import { pushKeySchema, type VapidKeys, vapidOf } from "./auth/vapid.ts";
import { isWholeMail, MAIL_ENTRIES, type MailSettings, mailSettingsOf } from "./mail/mail-settings.ts";
import type { RegistryObject } from "./registry/RegistryObject.ts";
import { SCALING_ENTRIES, scalingPolicyOf } from "./registry/scaling-settings.ts";
import type { ScalingPolicy } from "./registry/wanted-nodes.ts";
import type { RoomObject } from "./room/RoomObject.ts";
import { isWhole, TURN_ENTRIES, type TurnSettings, turnSettingsOf } from "./turn/turn-settings.ts";
import type { UserObject } from "./user/UserObject.ts";

/** Bindings and secrets, as `wrangler.toml` names them. */
export interface Env {
  readonly ASSETS: Fetcher;
  readonly ROOMS: DurableObjectNamespace<RoomObject>;
  readonly REGISTRY: DurableObjectNamespace<RegistryObject>;
  readonly USERS: DurableObjectNamespace<UserObject>;
  /** Files that were sent with messages. */
  readonly FILES: R2Bucket;
  /** The public key (JWK) of every media node that may register, by its id. */
  readonly NODE_KEYS: KVNamespace;
  readonly API_LIMIT: RateLimit;
  readonly SOCKET_LIMIT: RateLimit;
  readonly AUTH_LIMIT: RateLimit;
  readonly DATABASE_URL: string;
  readonly READ_DATABASE_URL?: string;
  readonly DATABASE_ENDPOINT?: string;
  readonly TOKEN_SECRET: string;
  readonly ACCESS_KEYS: string;
  readonly SIGN_IN_PROVIDERS?: string;
  readonly PUSH_KEY?: string;
  readonly PUSH_CONTACT?: string;
  readonly MAIL_ENDPOINT?: string;
  readonly MAIL_TOKEN?: string;
  readonly MAIL_FROM?: string;
  readonly TURN_KEY_ID?: string;
  readonly TURN_KEY_API_TOKEN?: string;
  readonly TURN_URLS?: string;
  readonly TURN_SECRET?: string;
  readonly TURN_CREDENTIAL_SECONDS?: string;
  readonly FLEET_TOKEN?: string;
  readonly FLEET_MIN_NODES?: string;
  readonly FLEET_TARGET_BUSY?: string;
}

const privateKeySchema = v.object({
  kty: v.literal("OKP"),
  crv: v.literal("Ed25519"),
  x: v.string(),
  d: v.string(),
  kid: v.pipe(v.string(), v.minLength(1)),
});

const variablesSchema = v.object({
  /** Postgres connection string. */
  DATABASE_URL: v.pipe(v.string(), v.startsWith("postgres")),
  /** That of a read replica, if there is one: for what may lag behind. */
  READ_DATABASE_URL: v.optional(v.pipe(v.string(), v.startsWith("postgres"))),
  /** Where the database's HTTP endpoint is, if not where Neon's is: the local stack's. */
  DATABASE_ENDPOINT: v.optional(v.pipe(v.string(), v.url())),
  /** Signs guest cookies and join tokens, and derives refresh tokens. */
  TOKEN_SECRET: v.pipe(v.string(), v.minLength(32)),
  /** JWKS: the Ed25519 private keys of access tokens. The first one signs, all of them verify. */
  ACCESS_KEYS: v.pipe(
    v.string(),
    v.parseJson(),
    v.object({ keys: v.tupleWithRest([privateKeySchema], privateKeySchema) }),
  ),
  /** Where else people may have an account by which they sign in here; nowhere unless it is set. */
  SIGN_IN_PROVIDERS: v.optional(v.pipe(v.string(), v.parseJson(), providersSchema), "[]"),
  /** The P-256 private key (JWK) in whose name browsers are told things while no page is open; nothing is sent unless it is set. */
  PUSH_KEY: v.optional(v.pipe(v.string(), v.parseJson(), pushKeySchema)),
  /** Whom a push service may write to or where it may look, `mailto:` or `https:` (RFC 8292, section 2.1). */
  PUSH_CONTACT: v.optional(v.pipe(v.string(), v.regex(/^(?:mailto:|https:\/\/)./))),
  ...MAIL_ENTRIES,
  ...TURN_ENTRIES,
  /** What operators of the media nodes show; there is nothing for them unless it is set. */
  FLEET_TOKEN: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]{32,1000}$/))),
  ...SCALING_ENTRIES,
});

const configSchema = v.pipe(
  variablesSchema,
  v.forward(
    v.partialCheck([["TURN_KEY_ID"], ["TURN_KEY_API_TOKEN"], ["TURN_URLS"], ["TURN_SECRET"]], isWhole),
    ["TURN_SECRET"],
  ),
  v.forward(v.partialCheck([["MAIL_ENDPOINT"], ["MAIL_TOKEN"], ["MAIL_FROM"]], isWholeMail), ["MAIL_FROM"]),
);

type AccessKey = v.InferOutput<typeof privateKeySchema>;

export interface Config {
  readonly databaseUrl: string;
  /** The same where there is no replica. */
  readonly readDatabaseUrl: string;
  readonly databaseEndpoint: string | null;
  readonly tokenSecret: Uint8Array<ArrayBuffer>;
  readonly accessKeys: readonly [AccessKey, ...AccessKey[]];
  readonly providers: readonly Provider[];
  /** Null where nothing is sent. */
  readonly vapid: VapidKeys | null;
  /** Null where no mails are sent. */
  readonly mail: MailSettings | null;
  /** Null where there are no relays. */
  readonly turn: TurnSettings | null;
  /** Null where there is nothing for operators. */
  readonly fleetToken: string | null;
  readonly scaling: ScalingPolicy;
}

const configs = new WeakMap<Env, Config>();

/** The secrets, checked. Throws one error that names everything that is missing or wrong, and none of their values. */
export function readConfig(env: Env): Config {
  const known = configs.get(env);
  if (known) return known;
  const parsed = v.safeParse(configSchema, env);
  if (!parsed.success) {
    const names = new Set(parsed.issues.map((issue) => v.getDotPath(issue)));
    throw new Error(
      `Missing or malformed secrets: ${[...names].join(", ")}. docs/deploy.md says how each is made.`,
    );
  }
  const { DATABASE_URL, READ_DATABASE_URL, DATABASE_ENDPOINT } = parsed.output;
  const { TOKEN_SECRET, ACCESS_KEYS, SIGN_IN_PROVIDERS, PUSH_KEY, PUSH_CONTACT } = parsed.output;
  const config: Config = {
    databaseUrl: DATABASE_URL,
    readDatabaseUrl: READ_DATABASE_URL ?? DATABASE_URL,
    databaseEndpoint: DATABASE_ENDPOINT ?? null,
    tokenSecret: new Uint8Array(new TextEncoder().encode(TOKEN_SECRET)),
    accessKeys: ACCESS_KEYS.keys,
    providers: SIGN_IN_PROVIDERS,
    fleetToken: parsed.output.FLEET_TOKEN ?? null,
    scaling: scalingPolicyOf(parsed.output),
    vapid: PUSH_KEY && PUSH_CONTACT ? vapidOf(PUSH_KEY, PUSH_CONTACT) : null,
    mail: mailSettingsOf(parsed.output),
    turn: turnSettingsOf(parsed.output),
  };
  configs.set(env, config);
  return config;
}
