import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { DatabaseError, Pool } from "pg";
import { type WebSocket, WebSocketServer } from "ws";
import { type NeonRequest, runNeonRequest } from "./neon-query.ts";

export interface NeonEndpoint {
  /** What `neonConfig.fetchEndpoint` and `wsProxy` are made from: an http origin on 127.0.0.1. */
  readonly origin: string;
  /** The connection string that Neon's driver is given; its host is the endpoint. */
  readonly databaseUrl: string;
  /** Idempotent. */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Serves the two ways Neon's driver talks to a database, in front of an ordinary PostgreSQL: queries over HTTP
 * at `/sql`, and a WebSocket that carries PostgreSQL's own protocol for sessions.
 *
 * @param databaseUrl the connection string of the PostgreSQL server
 */
export async function startNeonEndpoint(databaseUrl: string): Promise<NeonEndpoint> {
  const target = new URL(databaseUrl);
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  // An idle connection that breaks leaves the pool by itself; one in use tells its query as well.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));

  const server = createServer((request, response) => void answer(request, response));
  // workerd keeps connections, and one that is closed as it sends by it fails: Node would close them after five seconds without work.
  server.keepAliveTimeout = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== "POST" || request.url !== "/sql") return reply(response, 404, "Not found");
    if (!hasPassword(request, target)) return reply(response, 401, "Wrong user or password");
    try {
      const body: NeonRequest = JSON.parse(await readBody(request));
      reply(response, 200, await runNeonRequest(pool, body, request.headers));
    } catch (error) {
      if (error instanceof DatabaseError) reply(response, 400, { ...error, message: error.message });
      else reply(response, 500, String(error));
    }
  };

  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (socket) => tunnel(socket, target));

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const published = new URL(databaseUrl);
  published.port = String(port);

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    // In good order: a driver takes a connection that breaks for an error.
    for (const socket of sockets.clients) socket.close(1001);
    server.close();
    server.closeAllConnections();
    await pool.end();
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    databaseUrl: published.href,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Any page a browser shows can send requests to 127.0.0.1: only one that knows the password is served. */
function hasPassword(request: IncomingMessage, target: URL): boolean {
  const given = request.headers["neon-connection-string"];
  if (typeof given !== "string" || !URL.canParse(given)) return false;
  const url = new URL(given);
  return url.username === target.username && url.password === target.password;
}

/** PostgreSQL itself asks for the password here. */
function tunnel(socket: WebSocket, target: URL): void {
  const server = connect(Number(target.port), target.hostname).setNoDelay(true);
  socket.on("message", (data: Buffer) => server.write(data));
  socket.on("close", () => server.destroy());
  socket.on("error", () => server.destroy());
  server.on("data", (data) => socket.send(data));
  server.on("close", () => socket.close());
  server.on("error", () => socket.terminate());
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new Error("The request is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function reply(response: ServerResponse, status: number, body: object | string): void {
  const json = JSON.stringify(typeof body === "string" ? { message: body } : body);
  response.writeHead(status, { "content-type": "application/json" }).end(json);
}
