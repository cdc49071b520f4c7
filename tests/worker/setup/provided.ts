/** So many Workers are tested at once. */
export const WORKERS = 2;

/** What the tests in workerd are given by the process that starts them. */
export interface Surroundings {
  /** Databases, one for each Worker at a time, as its variables `DATABASE_URL` and `DATABASE_ENDPOINT` name it. */
  readonly databases: readonly { readonly url: string; readonly endpoint: string }[];
  readonly tokenSecret: string;
  readonly fleetToken: string;
  /** JWKS of private keys: the Worker's `ACCESS_KEYS`. The second one signs nothing any more. */
  readonly accessKeys: string;
  /** The private JWK that is the Worker's `PUSH_KEY`. */
  readonly pushKey: string;
  /** The origin of a push service (`push-service.ts`). */
  readonly pushService: string;
  /** The private JWK of each media node, by its id, */
  readonly nodeKey: Readonly<Record<string, JsonWebKey>>;
  /** and the public one, as `NODE_KEYS` holds it. */
  readonly publicNodeKey: Readonly<Record<string, JsonWebKey>>;
}

declare module "vitest" {
  interface ProvidedContext {
    surroundings: Surroundings;
  }
}
