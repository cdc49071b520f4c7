import * as oauth from "oauth4webapi";
import * as v from "valibot";
import type { ExternalIdentity } from "../db/identities.ts";
import type { Provider } from "./providers.ts";

/** What has to come back with an authorization. */
export const pendingSchema = v.object({
  state: v.string(),
  nonce: v.string(),
  verifier: v.string(),
});
export type PendingAuthorization = v.InferOutput<typeof pendingSchema>;

/** The provider says something that it must not, or does not answer, or its user has refused. */
export class AuthorizationError extends Error {
  override name = "AuthorizationError";
}

/** Where to send somebody's browser, and what has to come back with it. */
export async function beginAuthorization(
  provider: Provider,
  redirectUri: string,
): Promise<{ url: string; pending: PendingAuthorization }> {
  const server = await discover(provider);
  const pending = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
  };
  const url = new URL(server.authorization_endpoint ?? "");
  const isOidc = provider.type === "oidc";
  url.search = new URLSearchParams({
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: isOidc ? "openid profile email" : "read:user",
    state: pending.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: "S256",
    ...(isOidc ? { nonce: pending.nonce } : {}),
  }).toString();
  return { url: url.href, pending };
}

/**
 * Exchanges what the browser came back with for who its user is.
 *
 * @param callback the whole address that it came back to
 * @throws {AuthorizationError}
 */
export async function finishAuthorization(
  provider: Provider,
  redirectUri: string,
  callback: URL,
  pending: PendingAuthorization,
): Promise<ExternalIdentity> {
  try {
    const server = await discover(provider);
    const client = { client_id: provider.clientId };
    const parameters = oauth.validateAuthResponse(server, client, callback, pending.state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.ClientSecretPost(provider.clientSecret),
      parameters,
      redirectUri,
      pending.verifier,
      insecureIfLocal(server.issuer),
    );
    return provider.type === "oidc"
      ? await readIdToken(server, client, response, pending)
      : await askGitHub(provider, server, client, response);
  } catch (error) {
    throw new AuthorizationError(String(error), { cause: error });
  }
}

async function readIdToken(
  server: oauth.AuthorizationServer,
  client: oauth.Client,
  response: Response,
  { nonce }: PendingAuthorization,
): Promise<ExternalIdentity> {
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(server, response, insecureIfLocal(server.issuer));
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  if (!claims) throw new AuthorizationError("no ID token");
  const text = (claim: string) => (typeof claims[claim] === "string" ? claims[claim] : null);
  const name = text("name") ?? text("preferred_username");
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name,
    label: text("email") ?? name ?? claims.sub,
  };
}

const githubUserSchema = v.object({ id: v.number(), login: v.string(), name: v.nullish(v.string()) });

async function askGitHub(
  { site, api }: Extract<Provider, { type: "github" }>,
  server: oauth.AuthorizationServer,
  client: oauth.Client,
  response: Response,
): Promise<ExternalIdentity> {
  const { access_token } = await oauth.processAuthorizationCodeResponse(server, client, response);
  const headers = new Headers({ "User-Agent": "Nearcast", Accept: "application/vnd.github+json" });
  const answer = await oauth.protectedResourceRequest(
    access_token,
    "GET",
    new URL(`${api}/user`),
    headers,
    null,
    insecureIfLocal(api),
  );
  const user = v.parse(githubUserSchema, await answer.json());
  return { issuer: site, subject: String(user.id), name: user.name ?? user.login, label: user.login };
}

/** Endpoints change seldom: they are asked for once in ten minutes by each isolate. */
const KNOWN_FOR_MS = 10 * 60_000;
const discovered = new Map<string, { at: number; server: Promise<oauth.AuthorizationServer> }>();

async function discover(provider: Provider): Promise<oauth.AuthorizationServer> {
  if (provider.type === "github") {
    const { site } = provider;
    return {
      issuer: site,
      authorization_endpoint: `${site}/login/oauth/authorize`,
      token_endpoint: `${site}/login/oauth/access_token`,
    };
  }
  const known = discovered.get(provider.issuer);
  if (known && Date.now() - known.at < KNOWN_FOR_MS) return known.server;
  const issuer = new URL(provider.issuer);
  const server = oauth
    .discoveryRequest(issuer, { algorithm: "oidc", ...insecureIfLocal(provider.issuer) })
    .then((response) => oauth.processDiscoveryResponse(issuer, response));
  discovered.set(provider.issuer, { at: Date.now(), server });
  try {
    return await server;
  } catch (error) {
    discovered.delete(provider.issuer);
    throw new AuthorizationError(`${provider.issuer} does not say where its endpoints are: ${error}`);
  }
}

/** TLS may only be missing on the same machine, where there is nobody between. */
function insecureIfLocal(address: string): { [oauth.allowInsecureRequests]: boolean } {
  const { hostname } = new URL(address);
  return { [oauth.allowInsecureRequests]: hostname === "localhost" || hostname === "127.0.0.1" };
}
