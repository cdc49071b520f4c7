import { createServer, type IncomingMessage, request as send } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Position } from "../../../protocol/position.ts";

/** A place on earth from which the stack is reached: Cloudflare would see there who comes by this origin. */
export interface Place {
  readonly url: string;
  close(): Promise<void>;
}

/** Where the local runtime takes from what Cloudflare knows of a request (miniflare, CoreHeaders.CF_BLOB). */
const HEADER = "MF-CF-Blob";

/** Opens a way into the stack at `url` for people at a position. Nothing but that is changed on it. */
export async function openPlace(url: string, { latitude, longitude }: Position): Promise<Place> {
  const { hostname: host, port } = new URL(url);
  const known = JSON.stringify({ latitude: String(latitude), longitude: String(longitude) });
  const server = createServer((request, response) => {
    const { method, url: path, headers } = request;
    const passed = send({ host, port, method, path, headers: { ...headers, [HEADER]: known } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  });
  server.on("upgrade", (request: IncomingMessage, socket, head) => {
    const upstream = connect(Number(port), host, () => {
      const { method, url: path, rawHeaders } = request;
      const lines = [`${method} ${path} HTTP/1.1`, `${HEADER}: ${known}`];
      for (let index = 0; index < rawHeaders.length; index += 2)
        lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
      upstream.write(`${lines.join("\r\n")}\r\n\r\n`);
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    for (const end of [socket, upstream]) {
      end.on("error", () => undefined);
      end.on("close", () => {
        socket.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
