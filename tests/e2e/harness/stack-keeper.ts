import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type LocalStack, startLocalStack } from "./local-stack.ts";
import type { SharedStack } from "./shared-stack.ts";

/**
 * A program of its own, for as long as its standard input is open: it keeps stacks for who takes one after the other. Its first line
 * says where: `POST /take` answers a stack that nobody has, and `POST /start` one that nobody has had. `POST /return` and
 * `POST /discard` give one back, by its address; what is discarded nobody gets again.
 */
const idle = new Map<string, LocalStack>();
const taken = new Map<string, LocalStack>();

async function take(): Promise<LocalStack> {
  const [kept] = idle.values();
  if (kept === undefined) return start();
  idle.delete(kept.stack.url);
  taken.set(kept.stack.url, kept);
  return kept;
}

async function start(): Promise<LocalStack> {
  const local = await startLocalStack();
  const { url, failed } = local.stack;
  taken.set(url, local);
  // Whoever has it finds out by themselves; nobody gets it any more.
  void failed.then(() => {
    idle.delete(url);
    taken.delete(url);
    return local.close();
  });
  return local;
}

function giveBack(url: string): void {
  const local = taken.get(url);
  taken.delete(url);
  if (local !== undefined) idle.set(url, local);
}

async function discard(url: string): Promise<void> {
  const local = taken.get(url);
  taken.delete(url);
  await local?.close();
}

/** What who takes a stack is told of it. */
function describe({ stack: { url, databaseUrl, nodes } }: LocalStack): SharedStack {
  return { url, databaseUrl, nodes: nodes.map(({ id, healthUrl }) => ({ id, healthUrl })) };
}

async function answer(path: string, stackUrl: string): Promise<unknown> {
  if (path === "/take") return describe(await take());
  if (path === "/start") return describe(await start());
  if (path === "/return") return giveBack(stackUrl);
  if (path === "/discard") return discard(stackUrl);
  throw new Error(`There is nothing at ${path}.`);
}

const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  try {
    response.end(JSON.stringify((await answer(request.url ?? "", body)) ?? null));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify(`http://127.0.0.1:${port}`)}\n`);
for await (const _ of process.stdin);
server.close();
server.closeAllConnections();
await Promise.all([...idle.values(), ...taken.values()].map((local) => local.close()));
