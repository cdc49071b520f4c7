import * as v from "valibot";
import { TOOLS } from "../cli/paths.ts";
import { UserError } from "../cli/user-error.ts";
import { describeExit } from "../process/child.ts";
import { type Answer, ask } from "./ask.ts";

/** The KV namespace with the keys of media nodes. Terraform makes it under the same name. */
const NODE_KEYS_NAMESPACE = "nearcast-node-keys";

const namespacesSchema = v.array(v.object({ id: v.string(), title: v.string() }));
const secretsSchema = v.array(v.object({ name: v.string() }));

/** @throws {UserError} where nobody is signed in at Cloudflare */
export async function requireLogin(): Promise<void> {
  const { exit } = await wrangler("whoami", "--json");
  if (exit.code === 0) return;
  throw new UserError(
    "Cloudflare does not know you here. Run npx wrangler login, or set CLOUDFLARE_API_TOKEN.",
  );
}

/**
 * The names of the secrets that the deployed Worker has; none where it was never deployed.
 *
 * @throws {UserError} where that cannot be said: to take it for none would replace what the Worker signs with
 */
export async function listSecrets(): Promise<Set<string>> {
  const answer = await wrangler("secret", "list");
  if (answer.exit.code !== 0 && answer.lines.some((line) => /Worker "[^"]+" not found/.test(line)))
    return new Set();
  return new Set(read("wrangler secret list", answer, secretsSchema).map(({ name }) => name));
}

/** The id of the namespace with the nodes' keys, which is made where there is none. @throws {UserError} where that fails */
export async function findNodeKeys(): Promise<string> {
  const known = await namespaceId();
  if (known) return known;
  const made = await wrangler("kv", "namespace", "create", NODE_KEYS_NAMESPACE);
  const id = made.exit.code === 0 ? await namespaceId() : undefined;
  if (id) return id;
  throw new UserError(describeExit("wrangler kv namespace create", made.exit), made.lines);
}

async function namespaceId(): Promise<string | undefined> {
  const answer = await wrangler("kv", "namespace", "list");
  const namespaces = read("wrangler kv namespace list", answer, namespacesSchema);
  return namespaces.find(({ title }) => title === NODE_KEYS_NAMESPACE)?.id;
}

function wrangler(...args: string[]): Promise<Answer> {
  return ask(`wrangler ${args[0]}`, process.execPath, TOOLS.wrangler, ...args);
}

function read<T>(name: string, { exit, text, lines }: Answer, schema: v.GenericSchema<unknown, T>): T {
  if (exit.code !== 0) throw new UserError(describeExit(name, exit), lines);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (parsed.success) return parsed.output;
  throw new UserError(`${name} says what this version does not understand`, lines);
}
