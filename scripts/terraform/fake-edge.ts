import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const FLEET_TOKEN = "a-token-that-only-tests-have-0123456789";

/** What an edge answers whoever drains nodes. */
export interface FakeEdge {
  readonly url: string;
  /** The nodes that were asked to drain, in their order. */
  readonly drained: readonly string[];
  close(): void;
}

/**
 * Serves the fleet's API: each node in `nodes` is there, and once it was asked to drain it is seen so often before it has
 * ended. Each of `troubles` is an answer that is given first, as by an edge that is not well.
 */
export async function serveFakeEdge(
  nodes: Readonly<Record<string, number>>,
  troubles: readonly number[] = [],
): Promise<FakeEdge> {
  const looks = new Map(Object.entries(nodes));
  const drained: string[] = [];
  const ahead = [...troubles];
  const server = createServer((request, response) => {
    const [, id = "", drain] = /^\/api\/fleet\/nodes\/([^/]+)(\/drain)?$/.exec(request.url ?? "") ?? [];
    const trouble = ahead.shift();
    if (trouble) return answer(response, trouble, {});
    if (request.headers.authorization !== `Bearer ${FLEET_TOKEN}`)
      return refuse(response, 401, "wrong_fleet_token");
    const left = looks.get(id);
    if (left === undefined) return refuse(response, 404, "node_not_found");
    if (request.method === "POST" && drain) {
      drained.push(id);
      return answer(response, 202, {});
    }
    if (left <= 1) looks.delete(id);
    else looks.set(id, left - 1);
    answer(response, 200, { id, draining: true, load: { rooms: left, people: 2 * left } });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, drained, close: () => server.close() };
}

function refuse(response: ServerResponse, status: number, code: string): void {
  answer(response, status, { error: { code, message: code } });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
