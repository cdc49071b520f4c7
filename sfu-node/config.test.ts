import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { announcedBy, ConfigError, readConfig } from "./config.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const privateJwk = privateKey.export({ format: "jwk" });
const complete = {
  EDGE_URL: "https://meet.example.org/",
  NODE_ID: "weur-1",
  NODE_KEY: JSON.stringify({ ...privateJwk, kid: "weur-1" }),
  REGION: "weur",
  ANNOUNCED_ADDRESS: "203.0.113.7",
};

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test("a complete environment is read, with defaults", () => {
  const config = readConfig({ ...complete, POSITION: "52.5,-13.4", WORKERS: "4", HTTP_HOST: "" });
  expect(config).toMatchObject({
    edgeOrigin: "https://meet.example.org",
    key: { kid: "weur-1" },
    position: { latitude: 52.5, longitude: -13.4 },
    capacity: 2_000,
    media: {
      listenIp: "0.0.0.0",
      announcedAddress: "203.0.113.7",
      ipv6: null,
      port: 40_000,
      pipePorts: { min: 44_500, max: 44_999 },
      workers: 4,
    },
    http: { host: "127.0.0.1", port: 4_440 },
    drainLimitMs: 3_600_000,
    logLevel: "info",
  });
});

test.for([
  ["44500", 'is not "first-last", two ports'],
  ["44999-44500", "is not a range of ports, lowest first"],
  ["0-9", "is not a range of ports, lowest first"],
  ["60000-70000", "is not a range of ports, lowest first"],
])("pipes do not get the ports %s", ([ports = "", problem]) => {
  expect(problemsOf({ ...complete, PIPE_PORTS: ports })).toEqual([`PIPE_PORTS ${problem}.`]);
});

test("all that is wrong is said at once", () => {
  const problems = problemsOf({
    EDGE_URL: "https://meet.example.org/path",
    NODE_ID: "no spaces",
    NODE_KEY: JSON.stringify(privateJwk),
    POSITION: "91,0",
    MEDIA_PORT: "70000",
    WORKERS: "many",
    LOG_LEVEL: "loud",
  });
  expect(problems).toEqual([
    "EDGE_URL is not an http or https origin.",
    "NODE_ID is malformed.",
    "NODE_KEY is not a private Ed25519 key as a JWK with kid or in PEM.",
    "REGION is missing.",
    "POSITION is malformed.",
    "MEDIA_PORT is above 65535.",
    "WORKERS is not a whole number.",
    "LOG_LEVEL is not one of debug, info, warn, error.",
    "ANNOUNCED_ADDRESS is missing: no browser can connect to the wildcard in LISTEN_IP.",
  ]);
});

test("a node may say what it carries, and that browsers reach it by IPv6, too", () => {
  const both = readConfig({ ...complete, CAPACITY: "1200", ANNOUNCED_IPV6: "2001:db8::7" });
  expect(both.capacity).toBe(1_200);
  expect(both.media.ipv6).toEqual({ listenIp: "::", announcedAddress: "2001:db8::7" });
  expect(announcedBy(both.media)).toEqual(["203.0.113.7", "2001:db8::7"]);
  expect(
    announcedBy(readConfig({ ...complete, LISTEN_IP: "192.0.2.1", ANNOUNCED_ADDRESS: "" }).media),
  ).toEqual(["192.0.2.1"]);
});

test.for([
  [{ CAPACITY: "0" }, "CAPACITY is below 1."],
  [{ CAPACITY: "1000001" }, "CAPACITY is above 1000000."],
  [{ POSITION: "0,0" }, "POSITION is 0,0, where nothing is but the sea."],
  [{ POSITION: "0,180.1" }, "POSITION is malformed."],
  [{ ANNOUNCED_IPV6: "203.0.113.8" }, "ANNOUNCED_IPV6 is not an IPv6 address."],
  [{ ANNOUNCED_IPV6: "::" }, "ANNOUNCED_IPV6 is a wildcard: no browser can connect to it."],
  [
    { ANNOUNCED_IPV6: "2001:db8::7", LISTEN_IP: "::" },
    "ANNOUNCED_IPV6 is for nodes whose LISTEN_IP is IPv4: otherwise give it as ANNOUNCED_ADDRESS.",
  ],
] as const)("%o is wrong", ([given, problem]) => {
  expect(problemsOf({ ...complete, ...given })).toEqual([problem]);
});

test("a node has its own key", () => {
  expect(problemsOf({ ...complete, NODE_ID: "weur-2" })).toEqual([
    "NODE_KEY is another node's: its kid has to be NODE_ID.",
  ]);
});

test("a key in PEM is the node's own, on several lines or on one", () => {
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  for (const text of [pem, pem.replaceAll("\n", "\\n")]) {
    const { key } = readConfig({ ...complete, NODE_KEY: text });
    expect(key.kid).toBe("weur-1");
    expect(key.privateKey.equals(privateKey)).toBe(true);
  }
});

test("only a key of Ed25519 will do", () => {
  const { privateKey: other } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = other.export({ type: "pkcs8", format: "pem" }).toString();
  expect(problemsOf({ ...complete, NODE_KEY: pem })).toEqual([
    "NODE_KEY is not a private Ed25519 key as a JWK with kid or in PEM.",
  ]);
});

test("a wrong key is never repeated", () => {
  const problems = problemsOf({ ...complete, NODE_KEY: '{"d":"secret"}' });
  expect(problems).toEqual(["NODE_KEY is not a private Ed25519 key as a JWK with kid or in PEM."]);
});

test("every worker needs a port", () => {
  expect(problemsOf({ ...complete, MEDIA_PORT: "65535", WORKERS: "2" })).toEqual([
    "MEDIA_PORT leaves no port for each of the WORKERS.",
  ]);
});
