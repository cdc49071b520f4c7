import { UserError } from "../cli/user-error.ts";

const BINDING = 'binding = "NODE_KEYS"\n';

/** wrangler.toml with the id of the namespace that is bound as NODE_KEYS. Another account has another id, so it stands in no file. */
export function withNodeKeys(toml: string, namespaceId: string): string {
  const parts = toml.split(BINDING);
  if (parts.length !== 2) throw new UserError("wrangler.toml does not bind NODE_KEYS once, as it has to.");
  if (!/^\w+$/.test(namespaceId)) throw new UserError(`${namespaceId} is no id of a KV namespace.`);
  return parts.join(`${BINDING}id = "${namespaceId}"\n`);
}
