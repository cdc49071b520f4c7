import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { BareRoom } from "./bare-room.ts";

/** Bare rooms in a Node process with `ws`. Prints its port; `BARE_MEDIA` is what it answers joins with, as JSON. */
const media: unknown = JSON.parse(process.env.BARE_MEDIA ?? "null");
const rooms = new Map<string, BareRoom<WebSocket>>();

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
server.on("listening", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
server.on("connection", (socket, request) => {
  const address = request.url ?? "/";
  const room = rooms.get(address) ?? new BareRoom<WebSocket>(media, broadcast);
  rooms.set(address, room);
  socket.on("message", (data) => room.hear(socket, String(data)));
  socket.on("close", () => room.closed(socket));
});

/** Made into bytes once, which is the best that `ws` can do. */
function broadcast(sockets: Iterable<WebSocket>, frame: string): void {
  const bytes = Buffer.from(frame);
  for (const socket of sockets) socket.send(bytes, { binary: false });
}
