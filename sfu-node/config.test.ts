import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

const privateJwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
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
    media: { listenIp: "0.0.0.0", announcedAddress: "203.0.113.7", port: 40_000, workers: 4 },
    http: { host: "127.0.0.1", port: 4_440 },
    drainLimitMs: 3_600_000,
    logLevel: "info",
  });
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
    "NODE_KEY is not a private Ed25519 key as a JWK with kid.",
    "REGION is missing.",
    "POSITION is malformed.",
    "MEDIA_PORT is above 65535.",
    "WORKERS is not a whole number.",
    "LOG_LEVEL is not one of debug, info, warn, error.",
    "ANNOUNCED_ADDRESS is missing: no browser can connect to the wildcard in LISTEN_IP.",
  ]);
});

test("a node has its own key", () => {
  expect(problemsOf({ ...complete, NODE_ID: "weur-2" })).toEqual([
    "NODE_KEY is another node's: its kid has to be NODE_ID.",
  ]);
});

test("a wrong key is never repeated", () => {
  const problems = problemsOf({ ...complete, NODE_KEY: '{"d":"secret"}' });
  expect(problems).toEqual(["NODE_KEY is not a private Ed25519 key as a JWK with kid."]);
});

test("every worker needs a port", () => {
  expect(problemsOf({ ...complete, MEDIA_PORT: "65535", WORKERS: "2" })).toEqual([
    "MEDIA_PORT leaves no port for each of the WORKERS.",
  ]);
});
