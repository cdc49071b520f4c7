import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { PING, PONG } from "../protocol/api.ts";
import { FROM_REGISTRY } from "../protocol/node/control.ts";
import { Connection } from "./connection.ts";
import { Inbox } from "./testing/inbox.ts";

type Item = { type: string };

let server: WebSocketServer;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
});

afterEach(() => server.close());

/** A connection to the server, and what happens on it. */
async function connect(heartbeatMs: number, answersPing: boolean) {
  const happened = new Inbox<string>();
  const frames = new Inbox<string>();
  const accepted = once(server, "connection") as Promise<[WebSocket]>;
  const { port } = server.address() as AddressInfo;
  const connection = new Connection<Item, typeof FROM_REGISTRY>(
    `ws://127.0.0.1:${port}`,
    "token",
    heartbeatMs,
    FROM_REGISTRY,
    {
      opened: () => happened.put("opened"),
      message: ({ type }) => happened.put(type),
      reply: ({ re }) => happened.put(`reply ${re}`),
      fault: ({ code }) => happened.put(code),
      failed: (error) => happened.put(error),
      closed: (code) => happened.put(`closed ${code}`),
    },
  );
  const [socket] = await accepted;
  socket.on("message", (data) => {
    if (String(data) !== PING) frames.put(String(data));
    else if (answersPing) socket.send(PONG);
  });
  await happened.take((event) => event === "opened");
  return { connection, socket, happened, frames };
}

test("what is sent within one turn leaves in one frame, and closing sends what is queued", async () => {
  const { connection, frames, happened } = await connect(1_000, true);
  connection.send({ type: "a" });
  connection.send({ type: "b" });
  expect(await frames.take()).toBe('[{"type":"a"},{"type":"b"}]');
  connection.send({ type: "c" });
  await connection.close();
  connection.send({ type: "d" });
  expect(await frames.take()).toBe('[{"type":"c"}]');
  expect(await happened.take()).toBe("closed 1000");
  await connection.close();
  expect(frames.rest).toEqual([]);
});

test("replies, and what cannot be read, are told apart", async () => {
  const { socket, happened, connection } = await connect(1_000, true);
  socket.send('[{"re":1,"ok":{}},{"type":"serve","roomId":"x","epoch":1},{"type":"else"}]');
  expect(await happened.take()).toBe("reply 1");
  expect(await happened.take()).toBe("bad_message");
  expect(await happened.take()).toBe("unknown_type");
  await connection.close();
});

test("a peer that answers the heartbeat is kept, and one that does not is given up", async () => {
  const alive = await connect(20, true);
  const dead = await connect(20, false);
  expect(await dead.happened.take()).toBe("closed 1006");
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(alive.connection.isOpen).toBe(true);
  await alive.connection.close();
});
