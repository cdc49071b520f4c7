import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "./metrics.ts";

/** What `/healthz` says. Only `ok` is answered with 200: the registry counts on this node, and rooms may come. */
export type Health = "ok" | "starting" | "disconnected" | "draining";

/** The node's own small HTTP server. */
export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `GET /healthz` and `GET /metrics`.
 *
 * @throws where the port cannot be had.
 */
export async function serveHttp(
  address: { host: string; port: number },
  health: () => Health,
  metrics: Metrics,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split("?", 1)[0];
    if (request.method !== "GET" && request.method !== "HEAD")
      answer(response, 405, "text/plain", "GET only\n");
    else if (path === "/healthz") answerHealth(response, health());
    else if (path === "/metrics") void answerMetrics(response, metrics);
    else answer(response, 404, "text/plain", "There is /healthz and /metrics.\n");
  });
  await listen(server, address);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function answerHealth(response: ServerResponse, status: Health): void {
  answer(response, status === "ok" ? 200 : 503, "application/json", JSON.stringify({ status }));
}

/** Never rejects. */
async function answerMetrics(response: ServerResponse, metrics: Metrics): Promise<void> {
  try {
    const { contentType, body } = await metrics.render();
    answer(response, 200, contentType, body);
  } catch {
    // A worker that dies while it is asked; the next scrape finds the new one.
    answer(response, 503, "text/plain", "The media could not be measured right now.\n");
  }
}

function answer(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { "content-type": contentType, "cache-control": "no-store" }).end(body);
}
