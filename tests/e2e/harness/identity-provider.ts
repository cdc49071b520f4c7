import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

/** A provider of OpenID Connect on this machine, whose users are whoever types a name. */
export interface IdentityProvider {
  /** The Worker's SIGN_IN_PROVIDERS, with this one in it. */
  readonly workerVariables: { readonly SIGN_IN_PROVIDERS: string };
  /** Lets the site at this origin ask who somebody is. */
  serve(origin: string): void;
  close(): void;
}

const CLIENT = { id: "nearcast", secret: "a secret of the tests alone" };

/** Starts a provider. Until `serve`, it answers nothing. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  let handle: ReturnType<Provider["callback"]> | undefined;
  const server = createServer((request, response) => {
    if (handle) void handle(request, response);
    else response.writeHead(503).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const entry = {
    id: "acme",
    name: "Acme",
    type: "oidc",
    issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
  };
  return {
    workerVariables: { SIGN_IN_PROVIDERS: JSON.stringify([entry]) },
    serve: (origin) => {
      handle = new Provider(issuer, {
        clients: [
          {
            client_id: CLIENT.id,
            client_secret: CLIENT.secret,
            redirect_uris: [`${origin}/api/auth/providers/acme/callback`],
            token_endpoint_auth_method: "client_secret_post",
          },
        ],
        claims: { openid: ["sub"], profile: ["name"], email: ["email"] },
        conformIdTokenClaims: false,
        pkce: { required: () => true },
        cookies: { keys: ["tests"] },
        findAccount: (_context, id) => ({
          accountId: id,
          claims: () => ({ sub: id, name: `${id} of Acme`, email: `${id}@acme.test` }),
        }),
      }).callback();
    },
    close: () => server.close(),
  };
}
