import {
  base64url,
  createRemoteJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  jwtVerify,
  SignJWT,
} from "jose";
import { describe, expect, inject, test, vi } from "vitest";
import { ACCOUNT_PATHS } from "../../protocol/account.ts";
import { AUDIENCES, PATHS } from "../../protocol/api.ts";
import { TIMES } from "../../protocol/limits.ts";
import { signIn, signUp } from "./harness/account.ts";
import { codeOf, Guest, ORIGIN } from "./harness/guest.ts";
import { logged } from "./harness/logged.ts";

const keys = (): JWK[] => JSON.parse(inject("surroundings").accessKeys).keys;

interface Faults {
  alg?: string;
  key?: CryptoKey | Uint8Array;
  kid?: string | undefined;
  typ?: string;
  iss?: string;
  aud?: string;
  issuedAt?: number;
  expiresAt?: number;
  header?: Record<string, unknown>;
}

/** A guest who is signed in, with an access token that is as good as its own but for its faults. */
async function withToken(faults: Faults = {}): Promise<Guest> {
  const guest = new Guest();
  const { id } = await signUp(guest);
  const sid = guest.cookie("nearcast_refresh")?.split(".")[0];
  const key = faults.key ?? (await importJWK(keys()[0] ?? {}, "EdDSA"));
  const issuedAt = faults.issuedAt ?? Math.floor(Date.now() / 1000);
  const token = await new SignJWT({ sid })
    .setProtectedHeader({
      alg: faults.alg ?? "EdDSA",
      typ: faults.typ ?? "at+jwt",
      ...("kid" in faults
        ? faults.kid === undefined
          ? {}
          : { kid: faults.kid }
        : { kid: keys()[0]?.kid ?? "" }),
      ...faults.header,
    })
    .setSubject(id)
    .setIssuer(faults.iss ?? ORIGIN)
    .setAudience(faults.aud ?? AUDIENCES.access)
    .setIssuedAt(issuedAt)
    .setExpirationTime(faults.expiresAt ?? issuedAt + TIMES.accessTokenSeconds)
    .sign(key);
  guest.setCookie("nearcast_access", token);
  return guest;
}

async function answerTo(guest: Guest): Promise<[number, string | undefined]> {
  const response = await guest.fetch(ACCOUNT_PATHS.account);
  return [response.status, response.status === 200 ? undefined : await codeOf(response)];
}

describe("an access token", () => {
  test("is taken as it is made here, whichever of the keys has signed it", async () => {
    expect(await answerTo(await withToken())).toEqual([200, undefined]);
    const [, second] = keys();
    const key = await importJWK(second ?? {}, "EdDSA");
    expect(await answerTo(await withToken({ key, kid: second?.kid }))).toEqual([200, undefined]);
  });

  const now = () => Math.floor(Date.now() / 1000);
  test.for<[string, () => Promise<Faults> | Faults]>([
    [
      "signed by another key under a known id",
      async () => ({ key: (await generateKeyPair("EdDSA")).privateKey }),
    ],
    ["of a key that nobody knows", () => ({ kid: "access-9" })],
    [
      "that takes the public key for a shared secret",
      async () => ({ alg: "HS256", key: base64url.decode(keys()[0]?.x ?? "") }),
    ],
    [
      "that brings its own key",
      async () => {
        const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true });
        return { key: privateKey, kid: undefined, header: { jwk: await exportJWK(publicKey) } };
      },
    ],
    ["of another type", () => ({ typ: "JWT" })],
    ["of another issuer", () => ({ iss: "https://evil.test" })],
    ["for another audience", () => ({ aud: AUDIENCES.join })],
    ["that is too old", () => ({ issuedAt: now() - TIMES.accessTokenSeconds - 40 })],
    ["that is to be good for longer than any", () => ({ issuedAt: now() - 3_600, expiresAt: now() + 3_600 })],
    ["from the future", () => ({ issuedAt: now() + 60 })],
  ])("%s is not", async ([, faults]) => {
    const guest = await withToken(await faults());
    expect(await answerTo(guest)).toEqual([401, "access_expired"]);
    // Nor does anybody become a guest by it unasked.
    expect((await guest.post(PATHS.rooms)).status).toBe(401);
    expect(guest.cookie("nearcast_guest")).toBeUndefined();
  });

  test("without a signature is not", async () => {
    const guest = await withToken();
    const [, payload] = (guest.cookie("nearcast_access") ?? "").split(".");
    const header = base64url.encode(JSON.stringify({ alg: "none", typ: "at+jwt" }));
    guest.setCookie("nearcast_access", `${header}.${payload}.`);
    expect(await answerTo(guest)).toEqual([401, "access_expired"]);
  });

  test("is verified by anybody with the published keys, which say nothing private", async () => {
    const guest = new Guest();
    const { id } = await signUp(guest);
    const text = await (await guest.fetch(ACCOUNT_PATHS.keys)).text();
    expect(text).not.toContain('"d"');
    expect(JSON.parse(text).keys.map(({ kid }: JWK) => kid)).toEqual(["access-2", "access-1"]);
    vi.stubGlobal("fetch", async () => new Response(text));
    const remote = createRemoteJWKSet(new URL(ACCOUNT_PATHS.keys, ORIGIN));
    const { payload } = await jwtVerify(guest.cookie("nearcast_access") ?? "", remote, {
      issuer: ORIGIN,
      audience: AUDIENCES.access,
    });
    expect(payload.sub).toBe(id);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(600);
  });
});

describe("a refresh token", () => {
  test("is exchanged for another one, and a new access token comes with it", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const guest = new Guest();
    const account = await signUp(guest);
    const before = guest.cookie("nearcast_refresh");
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(await answerTo(guest)).toEqual([401, "access_expired"]);
    const response = await guest.post(ACCOUNT_PATHS.refresh);
    expect(await response.json()).toEqual({ account });
    expect(guest.cookie("nearcast_refresh")).not.toBe(before);
    expect(await answerTo(guest)).toEqual([200, undefined]);
  });

  test("may be sent twice at once, by two tabs: both get the same next one", async () => {
    const guest = new Guest();
    await signUp(guest);
    const tabs = [guest.copy(), guest.copy(), guest.copy()];
    const answers = await Promise.all(tabs.map((tab) => tab.post(ACCOUNT_PATHS.refresh)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const next = tabs.map((tab) => tab.cookie("nearcast_refresh"));
    expect(new Set(next).size).toBe(1);
    expect(next[0]).not.toBe(guest.cookie("nearcast_refresh"));
  });

  test("that was stolen ends the whole session as soon as both have used it, and no other session", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const guest = new Guest();
    const { email } = await signUp(guest);
    const elsewhere = await signIn(email);
    const thief = guest.copy();
    expect((await thief.post(ACCOUNT_PATHS.refresh)).status).toBe(200);
    vi.setSystemTime(Date.now() + TIMES.refreshGraceMs + 1_000);
    const reused = await guest.post(ACCOUNT_PATHS.refresh);
    expect([reused.status, await codeOf(reused)]).toEqual([401, "signed_out"]);
    expect(guest.cookie("nearcast_refresh")).toBeUndefined();
    expect((await thief.post(ACCOUNT_PATHS.refresh)).status).toBe(401);
    expect((await thief.fetch(ACCOUNT_PATHS.account)).status).toBe(401);
    expect((await elsewhere.post(ACCOUNT_PATHS.refresh)).status).toBe(200);
    expect(logged).toContainEqual(expect.objectContaining({ event: "refresh-token-reused" }));
  });

  test("from two changes ago is never taken, however quickly they came", async () => {
    const guest = new Guest();
    await signUp(guest);
    const old = guest.copy();
    await guest.post(ACCOUNT_PATHS.refresh);
    await guest.post(ACCOUNT_PATHS.refresh);
    expect((await old.post(ACCOUNT_PATHS.refresh)).status).toBe(401);
    expect((await guest.post(ACCOUNT_PATHS.refresh)).status).toBe(401);
  });

  test("expires with its session, when nobody has come back for long", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const guest = new Guest();
    await signUp(guest);
    vi.setSystemTime(Date.now() + TIMES.sessionMs + 1_000);
    expect((await guest.post(ACCOUNT_PATHS.refresh)).status).toBe(401);
  });

  test.for(["", "x", "00000000-0000-4000-8000-000000000000.", `${crypto.randomUUID()}.${"A".repeat(43)}`])(
    "that is none is refused: %j",
    async (value) => {
      const guest = new Guest();
      guest.setCookie("nearcast_refresh", value);
      const response = await guest.post(ACCOUNT_PATHS.refresh);
      expect([response.status, await codeOf(response)]).toEqual([401, "signed_out"]);
    },
  );
});
