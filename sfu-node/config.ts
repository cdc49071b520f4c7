import { createPrivateKey, type KeyObject } from "node:crypto";
import { isIP } from "node:net";
import { availableParallelism } from "node:os";
import * as v from "valibot";
import { nodeIdSchema, regionSchema } from "../protocol/ids.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Family } from "../protocol/node/pipes.ts";
import { type Position, positionSchema } from "../protocol/position.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";

/** The private key that a node signs its tokens with; the edge knows the public half by `kid`, which is the node's name. */
interface NodeKey {
  kid: string;
  privateKey: KeyObject;
}

/** A PEM does not say whose key it is: then it is the node's that was given it. */
interface ReadKey {
  kid: string | null;
  privateKey: KeyObject;
}

/**
 * What a mediasoup worker can carry: "typically over 500 consumers", says https://mediasoup.org/documentation/v3/scalability/.
 */
const CONSUMERS_PER_WORKER = 500;

/** Where mediasoup's workers listen: worker i takes `port + i`, on UDP and on TCP, of each address. */
export interface MediaSettings {
  listenIp: string;
  announcedAddress: string | null;
  /** The other family, where the node has it too. */
  ipv6: { listenIp: string; announcedAddress: string } | null;
  port: number;
  /** Pipes to other nodes take a UDP port each. */
  pipePorts: { min: number; max: number };
  workers: number;
  /** So many participants of a room share a worker before the next ones go to another. */
  participantsPerWorker: number;
}

/** Where browsers reach a node's media ports: an address, or one of each family. */
export function announcedBy({ listenIp, announcedAddress, ipv6 }: MediaSettings): string[] {
  return [announcedAddress ?? listenIp, ...(ipv6 ? [ipv6.announcedAddress] : [])];
}

/** The families of those addresses. */
export function familiesOf({ listenIp, ipv6 }: MediaSettings): Family[] {
  return [isIP(listenIp) === 6 ? "ipv6" : "ipv4", ...(ipv6 ? (["ipv6"] as const) : [])];
}

/** All that an operator decides. */
export interface Config {
  /** Origin of the edge, `http:` or `https:`. */
  edgeOrigin: string;
  nodeId: string;
  key: NodeKey;
  region: string;
  position: Position | null;
  /** The consumers that it can carry. */
  capacity: number;
  media: MediaSettings;
  http: { host: string; port: number };
  drainLimitMs: number;
  logLevel: LogLevel;
}

/** Says everything that is wrong with the configuration: one sentence for each variable. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is wrong. ${problems.join(" ")}`);
    this.problems = problems;
  }
}

const text = (maxChars: number) => v.pipe(v.string("is missing"), v.maxLength(maxChars, "is too long"));
const wholeNumber = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, "is not a whole number"),
    v.transform(Number),
    v.minValue(min, `is below ${min}`),
    v.maxValue(max, `is above ${max}`),
  );
const port = (min: number) => wholeNumber(min, 65_535);

const edgeOriginSchema = v.pipe(
  text(300),
  v.check((value) => URL.canParse(value) && isOrigin(new URL(value)), "is not an http or https origin"),
  v.transform((value) => new URL(value).origin),
);

const nodeKeySchema = v.pipe(
  text(2_000),
  v.rawTransform(({ dataset, addIssue, NEVER }): ReadKey => {
    const key = readNodeKey(dataset.value);
    if (key !== undefined) return key;
    // The value itself is a secret, so the sentence must not repeat it.
    addIssue({ message: "is not a private Ed25519 key as a JWK with kid or in PEM" });
    return NEVER;
  }),
);

const positionTextSchema = v.pipe(
  text(60),
  v.regex(/^-?\d+(?:\.\d+)?,\s*-?\d+(?:\.\d+)?$/, 'is not "latitude,longitude" in degrees'),
  v.transform((value) => {
    const [latitude = Number.NaN, longitude = Number.NaN] = value.split(",").map(Number);
    return { latitude, longitude };
  }),
  positionSchema,
);

const portRangeSchema = v.pipe(
  text(11),
  v.regex(/^\d{1,5}-\d{1,5}$/, 'is not "first-last", two ports'),
  v.transform((value) => {
    const [min = 0, max = 0] = value.split("-").map(Number);
    return { min, max };
  }),
  v.check(({ min, max }) => min > 0 && min <= max && max <= 65_535, "is not a range of ports, lowest first"),
);

const ipv6Schema = v.pipe(
  text(60),
  v.check((value) => isIP(value) === 6, "is not an IPv6 address"),
);

const environmentSchema = v.pipe(
  v.object({
    /** The worker's origin, for example `https://meet.example.org`. */
    EDGE_URL: edgeOriginSchema,
    /** This node's name, as the edge knows it: letters, digits, dot, hyphen, underscore. */
    NODE_ID: v.pipe(text(64), nodeIdSchema),
    /** Its private Ed25519 key: one JWK in JSON, with `kid`; or PKCS #8 in PEM, where `\n` may stand for the ends of its lines. */
    NODE_KEY: nodeKeySchema,
    /** The region whose registry it reports to, for example `weur`. People in a call see it, and NODE_ID. */
    REGION: regionSchema,
    /**
     * Its place on earth, "latitude,longitude" in degrees; without it the node is never the nearest by distance. Give nodes of
     * one place the same position: between them the load decides.
     */
    POSITION: v.optional(positionTextSchema),
    /** The address its media ports are bound to. */
    LISTEN_IP: v.optional(
      v.pipe(
        text(60),
        v.check((value) => isIP(value) !== 0, "is not an IP address"),
      ),
      "0.0.0.0",
    ),
    /** The address browsers reach those ports at; needed where LISTEN_IP is a wildcard or behind NAT. */
    ANNOUNCED_ADDRESS: v.optional(text(253)),
    /** An IPv6 address that browsers reach the same ports at, where those above are IPv4's. */
    ANNOUNCED_IPV6: v.optional(
      v.pipe(
        ipv6Schema,
        v.check((value) => !isWildcard(value), "is a wildcard: no browser can connect to it"),
      ),
    ),
    /** The IPv6 address that they are bound to then. */
    LISTEN_IPV6: v.optional(ipv6Schema, "::"),
    /** Port of the first mediasoup worker, UDP and TCP; each further worker takes the next one. */
    MEDIA_PORT: v.optional(port(1), "40000"),
    /** UDP ports for pipes to other nodes: one for each node that a room of this one is on besides. */
    PIPE_PORTS: v.optional(portRangeSchema, "44500-44999"),
    /** How many mediasoup workers; each fills at most one core. */
    WORKERS: v.optional(wholeNumber(1, 256), () => String(availableParallelism())),
    /** How many participants of one room share a mediasoup worker before the next ones go to another; streams are then piped. */
    PARTICIPANTS_PER_WORKER: v.optional(wholeNumber(1, 1_000), "16"),
    /** The consumers (streams that leave it) that it can carry: 500 for each worker unless given. */
    CAPACITY: v.optional(wholeNumber(1, LIMITS.consumersPerNode)),
    /** Where `/healthz` and `/metrics` are served. Neither is meant for the open internet. */
    HTTP_HOST: v.optional(text(253), "127.0.0.1"),
    /** 0 takes any free port. */
    HTTP_PORT: v.optional(port(0), "4440"),
    /** After SIGTERM, rooms may stay this long; 0 moves them away at once. */
    DRAIN_LIMIT_SECONDS: v.optional(wholeNumber(0, 7 * 24 * 3600), "3600"),
    LOG_LEVEL: v.optional(v.picklist(LOG_LEVELS, `is not one of ${LOG_LEVELS.join(", ")}`), "info"),
  }),
  v.forward(
    v.partialCheck(
      [["NODE_ID"], ["NODE_KEY"]],
      ({ NODE_ID, NODE_KEY }) => NODE_KEY.kid === null || NODE_KEY.kid === NODE_ID,
      "is another node's: its kid has to be NODE_ID",
    ),
    ["NODE_KEY"],
  ),
  v.forward(
    v.partialCheck(
      [["LISTEN_IP"], ["ANNOUNCED_ADDRESS"]],
      ({ LISTEN_IP, ANNOUNCED_ADDRESS }) => ANNOUNCED_ADDRESS !== undefined || !isWildcard(LISTEN_IP),
      "is missing: no browser can connect to the wildcard in LISTEN_IP",
    ),
    ["ANNOUNCED_ADDRESS"],
  ),
  v.forward(
    v.partialCheck(
      [["LISTEN_IP"], ["ANNOUNCED_IPV6"]],
      ({ LISTEN_IP, ANNOUNCED_IPV6 }) => ANNOUNCED_IPV6 === undefined || isIP(LISTEN_IP) === 4,
      "is for nodes whose LISTEN_IP is IPv4: otherwise give it as ANNOUNCED_ADDRESS",
    ),
    ["ANNOUNCED_IPV6"],
  ),
  v.forward(
    v.partialCheck(
      [["MEDIA_PORT"], ["WORKERS"]],
      ({ MEDIA_PORT, WORKERS }) => MEDIA_PORT + WORKERS - 1 <= 65_535,
      "leaves no port for each of the WORKERS",
    ),
    ["MEDIA_PORT"],
  ),
);

/**
 * Reads the configuration. An empty variable counts as absent.
 * (MEDIASOUP_WORKER_BIN, where set, is read by mediasoup itself.)
 *
 * @throws {ConfigError} with all that is wrong at once.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== "");
  const parsed = v.safeParse(environmentSchema, Object.fromEntries(given));
  if (!parsed.success) throw new ConfigError(parsed.issues.map(describe));
  const env = parsed.output;
  return {
    edgeOrigin: env.EDGE_URL,
    nodeId: env.NODE_ID,
    key: { kid: env.NODE_ID, privateKey: env.NODE_KEY.privateKey },
    region: env.REGION,
    position: env.POSITION ?? null,
    capacity: env.CAPACITY ?? env.WORKERS * CONSUMERS_PER_WORKER,
    media: {
      listenIp: env.LISTEN_IP,
      announcedAddress: env.ANNOUNCED_ADDRESS ?? null,
      ipv6: env.ANNOUNCED_IPV6 ? { listenIp: env.LISTEN_IPV6, announcedAddress: env.ANNOUNCED_IPV6 } : null,
      port: env.MEDIA_PORT,
      pipePorts: env.PIPE_PORTS,
      workers: env.WORKERS,
      participantsPerWorker: env.PARTICIPANTS_PER_WORKER,
    },
    http: { host: env.HTTP_HOST, port: env.HTTP_PORT },
    drainLimitMs: env.DRAIN_LIMIT_SECONDS * 1_000,
    logLevel: env.LOG_LEVEL,
  };
}

function describe(issue: v.BaseIssue<unknown>): string {
  const name = v.getDotPath(issue)?.split(".")[0] ?? "environment";
  // Only our own messages are lower case and complete a sentence; valibot's repeat the received value.
  const message = /^[a-z]/.test(issue.message) ? issue.message : missingOrMalformed(issue);
  return `${name} ${message}.`;
}

function missingOrMalformed(issue: v.BaseIssue<unknown>): string {
  return issue.received === "undefined" ? "is missing" : "is malformed";
}

function isOrigin(url: URL): boolean {
  return /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
}

function isWildcard(ip: string): boolean {
  return ip === "0.0.0.0" || ip === "::";
}

function readNodeKey(text: string): ReadKey | undefined {
  try {
    const { kid, privateKey } = text.startsWith("-----BEGIN ") ? readPem(text) : readJwk(text);
    if (privateKey.asymmetricKeyType !== "ed25519") return undefined;
    return { kid, privateKey };
  } catch {
    return undefined;
  }
}

/** A file of variables gives each one line, which no PEM is. */
function readPem(text: string): ReadKey {
  return { kid: null, privateKey: createPrivateKey(text.replaceAll("\\n", "\n")) };
}

function readJwk(text: string): ReadKey {
  const jwk = JSON.parse(text);
  if (typeof jwk.kid !== "string") throw new TypeError("A JWK says whose it is.");
  return { kid: jwk.kid, privateKey: createPrivateKey({ key: jwk, format: "jwk" }) };
}
