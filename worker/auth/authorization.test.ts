import { base64url, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AuthorizationError, beginAuthorization, finishAuthorization } from "./authorization.ts";
import type { Provider } from "./providers.ts";

const REDIRECT = "https://nearcast.test/api/auth/providers/acme/callback";
const client = {
  id: "acme",
  name: "Acme",
  clientId: "nearcast",
  clientSecret: "a secret of the tests alone",
};
const GITHUB: Provider = {
  ...client,
  type: "github",
  site: "https://github.com",
  api: "https://api.github.com",
};

const json = (body: object, status = 200) => Response.json(body, { status });
/** What is out there, by its address. */
let answers: Record<string, (body: URLSearchParams, headers: Headers) => Response | Promise<Response>> = {};

beforeEach(() => {
  vi.stubGlobal("fetch", async (address: string | URL, init?: RequestInit) => {
    const request = new Request(address, init);
    const answer = answers[request.url];
    if (!answer) throw new TypeError(`nobody is at ${request.url}`);
    return answer(new URLSearchParams(await request.text()), request.headers);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  answers = {};
});

/** The address that a browser comes back to. */
function callbackWith(parameters: Record<string, string>): URL {
  return new URL(`${REDIRECT}?${new URLSearchParams(parameters)}`);
}

/** RFC 7636, section 4.2. */
async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return base64url.encode(new Uint8Array(digest));
}

describe("GitHub", () => {
  const begin = async () => {
    const { url, pending } = await beginAuthorization(GITHUB, REDIRECT);
    return { parameters: new URL(url).searchParams, url: new URL(url), pending };
  };
  /** Answers as GitHub does: once, who has proved to be who began. */
  const serve = (challenge: string, user: object = { id: 7, login: "ada", name: "Ada Lovelace" }) => {
    answers["https://github.com/login/oauth/access_token"] = async (body) =>
      (await challengeOf(body.get("code_verifier") ?? "")) === challenge &&
      body.get("client_secret") === client.clientSecret &&
      body.get("redirect_uri") === REDIRECT &&
      body.get("code") === "good"
        ? json({ access_token: "gho_1", token_type: "bearer", scope: "read:user" })
        : json({ error: "bad_verification_code", error_description: "The code is incorrect or expired." });
    answers["https://api.github.com/user"] = (_body, headers) =>
      headers.get("Authorization") === "Bearer gho_1"
        ? json(user)
        : json({ message: "Bad credentials" }, 401);
  };

  test("is asked who somebody is, with PKCE and a state that is another one each time", async () => {
    const { url, parameters, pending } = await begin();
    expect(url.origin + url.pathname).toBe("https://github.com/login/oauth/authorize");
    expect(Object.fromEntries(parameters)).toMatchObject({
      client_id: client.clientId,
      redirect_uri: REDIRECT,
      response_type: "code",
      code_challenge_method: "S256",
      code_challenge: await challengeOf(pending.verifier),
      state: pending.state,
    });
    expect((await begin()).pending.state).not.toBe(pending.state);
    serve(parameters.get("code_challenge") ?? "");
    const callback = callbackWith({ code: "good", state: pending.state });
    expect(await finishAuthorization(GITHUB, REDIRECT, callback, pending)).toEqual({
      issuer: "https://github.com",
      subject: "7",
      name: "Ada Lovelace",
      label: "ada",
    });
  });

  test("may know somebody by their login alone", async () => {
    const { parameters, pending } = await begin();
    serve(parameters.get("code_challenge") ?? "", { id: 8, login: "bob", name: null });
    const callback = callbackWith({ code: "good", state: pending.state });
    expect(await finishAuthorization(GITHUB, REDIRECT, callback, pending)).toMatchObject({ name: "bob" });
  });

  test("is not believed where what comes back is not what was begun, or is nothing", async () => {
    const { parameters, pending } = await begin();
    serve(parameters.get("code_challenge") ?? "");
    const good = { code: "good", state: pending.state };
    for (const [callback, began] of [
      [{ ...good, state: "another" }, pending],
      [{ code: "good" }, pending],
      [{ ...good, code: "stolen" }, pending],
      [{ error: "access_denied", state: pending.state }, pending],
      [good, { ...pending, verifier: "of-somebody-else-of-somebody-else-of-somebody-else" }],
    ] as const)
      await expect(finishAuthorization(GITHUB, REDIRECT, callbackWith(callback), began)).rejects.toThrow(
        AuthorizationError,
      );
    serve(parameters.get("code_challenge") ?? "", { login: "ada" });
    await expect(finishAuthorization(GITHUB, REDIRECT, callbackWith(good), pending)).rejects.toThrow(
      AuthorizationError,
    );
    answers = {};
    await expect(finishAuthorization(GITHUB, REDIRECT, callbackWith(good), pending)).rejects.toThrow(
      AuthorizationError,
    );
  });
});

interface Faults {
  readonly claims?: JWTPayload;
  readonly without?: string;
  readonly sign?: (claims: JWTPayload) => Promise<string>;
}

describe("a provider of OpenID Connect", () => {
  /** One of its own for each sign-in: what one says of itself is remembered for a while. */
  const newProvider = () => {
    const issuer = `https://${crypto.randomUUID()}.example`;
    return { ...client, type: "oidc", issuer } satisfies Provider;
  };

  /** Signs in at a provider whose ID token is as good as any but for its faults. */
  async function signIn({ claims = {}, without, sign }: Faults = {}) {
    const provider = newProvider();
    const { issuer } = provider;
    const { privateKey, publicKey } = await generateKeyPair("RS256");
    answers[`${issuer}/.well-known/openid-configuration`] = () =>
      json({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        id_token_signing_alg_values_supported: ["RS256"],
      });
    answers[`${issuer}/keys`] = async () =>
      json({ keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "RS256", use: "sig" }] });
    const { url, pending } = await beginAuthorization(provider, REDIRECT);
    const now = Math.floor(Date.now() / 1000);
    const all: JWTPayload = {
      iss: issuer,
      aud: client.clientId,
      sub: "ada",
      iat: now,
      exp: now + 300,
      nonce: new URL(url).searchParams.get("nonce"),
      email: "ada@acme.test",
      ...claims,
    };
    if (without) delete all[without];
    const idToken = sign
      ? await sign(all)
      : await new SignJWT(all).setProtectedHeader({ alg: "RS256", kid: "one" }).sign(privateKey);
    answers[`${issuer}/token`] = () => json({ access_token: "a", token_type: "bearer", id_token: idToken });
    const callback = callbackWith({ code: "good", state: pending.state, iss: issuer });
    return finishAuthorization(provider, REDIRECT, callback, pending);
  }

  test("says who somebody is", async () => {
    expect(await signIn()).toMatchObject({ subject: "ada", label: "ada@acme.test", name: null });
  });

  const unsigned = (claims: JWTPayload) =>
    [{ alg: "none" }, claims].map((part) => base64url.encode(JSON.stringify(part))).join(".");
  test.for<[string, Faults]>([
    ["of another issuer", { claims: { iss: "https://evil.example" } }],
    ["for another client", { claims: { aud: "another" } }],
    [
      "for several, and not for this one in particular",
      { claims: { aud: ["nearcast", "another"], azp: "another" } },
    ],
    ["of another sign-in", { claims: { nonce: "another" } }],
    ["without a nonce", { without: "nonce" }],
    ["without a subject", { without: "sub" }],
    ["that has expired", { claims: { exp: Math.floor(Date.now() / 1000) - 60 } }],
    ["that is not signed", { sign: async (claims) => `${unsigned(claims)}.` }],
    [
      "that takes the client's secret for a key",
      {
        sign: (claims) =>
          new SignJWT(claims)
            .setProtectedHeader({ alg: "HS256", kid: "one" })
            .sign(new TextEncoder().encode(client.clientSecret.padEnd(32, "."))),
      },
    ],
    [
      "that another key has signed",
      {
        sign: async (claims) =>
          new SignJWT(claims)
            .setProtectedHeader({ alg: "RS256", kid: "one" })
            .sign((await generateKeyPair("RS256")).privateKey),
      },
    ],
  ])("is not believed with an ID token %s", async ([, faults]) => {
    await expect(signIn(faults)).rejects.toThrow(AuthorizationError);
  });

  test("is not believed where it is somebody else who answers", async () => {
    const provider = newProvider();
    const endpoints = {
      authorization_endpoint: "https://evil.example/auth",
      token_endpoint: "https://evil.example/token",
    };
    answers[`${provider.issuer}/.well-known/openid-configuration`] = () =>
      json({ issuer: "https://evil.example", ...endpoints });
    await expect(beginAuthorization(provider, REDIRECT)).rejects.toThrow(AuthorizationError);
  });
});
