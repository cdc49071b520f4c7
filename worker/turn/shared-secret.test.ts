import { expect, test } from "vitest";
import { signedServers } from "./shared-secret.ts";
import { isSignedWith } from "./testing/is-signed-with.ts";

const EXPIRES_AT = 1_800_000_000_500;
const settings = {
  kind: "shared-secret",
  urls: ["stun:a.example:3478", "turn:a.example:3478", "turns:a.example:443?transport=tcp"],
  secret: "0123456789abcdef",
  seconds: 60,
} as const;

test("the password is what the relay works out from the name, which begins with its end", async () => {
  const [open, relay] = await signedServers(settings, EXPIRES_AT);
  expect(open).toEqual({ urls: ["stun:a.example:3478"] });
  expect(relay?.urls).toEqual(["turn:a.example:3478", "turns:a.example:443?transport=tcp"]);
  expect(relay?.username).toMatch(/^1800000000:[0-9a-f-]{36}$/);
  expect(await isSignedWith(settings.secret, relay)).toBe(true);
  expect(await isSignedWith("fedcba9876543210", relay)).toBe(false);
});

test("nobody has another's", async () => {
  const names = await Promise.all(
    Array.from({ length: 20 }, async () => (await signedServers(settings, EXPIRES_AT))[1]?.username),
  );
  expect(new Set(names).size).toBe(20);
});

test("relays without an address for who only wants to know their own are enough", async () => {
  const servers = await signedServers({ ...settings, urls: ["turn:a.example"] }, EXPIRES_AT);
  expect(servers.map(({ urls }) => urls)).toEqual([["turn:a.example"]]);
});
