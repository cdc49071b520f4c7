import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "./metrics.ts";

/** What `/healthz` says. Only `ok` is answered with 200: the registry counts on this node, and rooms may come. */
export type Health = "ok" | "starting" | "disconnected" | "draining";

/** Who asks a node that is not well yet may ask again after so many seconds: within that it dials its registry anew, and has a new worker. */
const RETRY_AFTER_SECONDS = 2;

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
  // One that drains does not come back.
  if (status === "starting" || status === "disconnected") askAgainLater(response);
  answer(response, status === "ok" ? 200 : 503, "application/json", JSON.stringify({ status }));
}

/** Never rejects. */
async function answerMetrics(response: ServerResponse, metrics: Metrics): Promise<void> {
  try {
    const { contentType, body } = await metrics.render();
    answer(response, 200, contentType, body);
  } catch {
    // A worker that dies while it is asked; the next scrape finds the new one.
    askAgainLater(response);
    answer(response, 503, "text/plain", "The media could not be measured right now.\n");
  }
}

function askAgainLater(response: ServerResponse): void {
  response.setHeader("retry-after", RETRY_AFTER_SECONDS);
}

function answer(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { "content-type": contentType, "cache-control": "no-store" }).end(body);
}
