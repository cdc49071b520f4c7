import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type JWTPayload, jwtVerify } from "jose";
import { type WebSocket, WebSocketServer } from "ws";
import { AUDIENCES, PATHS, PING, PONG } from "../../protocol/api.ts";
import { type MessageOf, parseFrame, type Registry } from "../../protocol/frame.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { type FROM_REGISTRY, TO_REGISTRY } from "../../protocol/node/control.ts";
import type { ORDERS } from "../../protocol/node/orders.ts";
import { REPORTS } from "../../protocol/node/reports.ts";
import { Inbox } from "./inbox.ts";

/** The edge's end of one link. */
class EdgePeer<In extends Registry, Out> {
  readonly claims: JWTPayload;
  readonly received = new Inbox<MessageOf<In>>();
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;

  constructor(socket: WebSocket, claims: JWTPayload, registry: In) {
    this.#socket = socket;
    this.claims = claims;
    this.closed = new Promise((resolve) => socket.on("close", resolve));
    socket.on("message", (data) => {
      const text = String(data);
      if (text === PING) socket.send(PONG);
      else this.#receive(registry, text);
    });
  }

  send(...items: (Out | { re: number; ok: unknown })[]): void {
    this.#socket.send(JSON.stringify(items));
  }

  /** The next message of a type. */
  async next<T extends MessageOf<In>["type"]>(type: T): Promise<Extract<MessageOf<In>, { type: T }>> {
    const message = await this.received.take((candidate) => candidate.type === type);
    return message as Extract<MessageOf<In>, { type: T }>;
  }

  /** Closes with a code, or cuts the connection without a word. */
  close(code?: number): void {
    if (code === undefined) this.#socket.terminate();
    else this.#socket.close(code);
  }

  #receive(registry: In, text: string): void {
    for (const item of parseFrame(registry, text, { chars: LIMITS.nodeFrameChars, items: 1_000 })) {
      if (!("message" in item))
        throw new Error(`${JSON.stringify(item)}: the node sent ${text.slice(0, 300)}`);
      this.received.put(item.message);
    }
  }
}

export type ControlPeer = EdgePeer<typeof TO_REGISTRY, MessageOf<typeof FROM_REGISTRY>>;
export type RoomPeer = EdgePeer<typeof REPORTS, MessageOf<typeof ORDERS>>;

/** A worker that only takes links of one node: it checks their tokens, and leaves the rest to the test. */
export class FakeEdge {
  readonly controls = new Inbox<ControlPeer>();
  readonly rooms = new Inbox<{ roomId: string; peer: RoomPeer }>();
  readonly nodeId = "test-1";
  readonly nodeKey: string;
  readonly #publicKey: KeyObject;
  readonly #http = createServer();
  readonly #usedTokens = new Set<string>();

  private constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.#publicKey = publicKey;
    this.nodeKey = JSON.stringify({ ...privateKey.export({ format: "jwk" }), kid: this.nodeId });
    const server = new WebSocketServer({ noServer: true });
    this.#http.on("upgrade", async (request, socket, head) => {
      const claims = await this.#verify(request.headers.authorization).catch(() => undefined);
      if (claims === undefined) socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
      else server.handleUpgrade(request, socket, head, (ws) => this.#accept(ws, String(request.url), claims));
    });
  }

  static async start(): Promise<FakeEdge> {
    const edge = new FakeEdge();
    edge.#http.listen(0, "127.0.0.1");
    await once(edge.#http, "listening");
    return edge;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** Takes the node's registration, which is to come within `limitMs`. */
  async register(limitMs?: number): Promise<ControlPeer> {
    const control = await this.controls.take(undefined, limitMs);
    const { id = 0 } = await control.next("register");
    control.send({ re: id, ok: {} });
    return control;
  }

  /** The next link to a room, after its `holding`. */
  async link(roomId: string): Promise<RoomPeer> {
    const { peer } = await this.rooms.take((room) => room.roomId === roomId);
    return peer;
  }

  /** Has the node serve a new room in epoch 1. */
  async serve(control: ControlPeer): Promise<{ roomId: string; room: RoomPeer }> {
    const roomId = randomUUID();
    control.send({ type: "serve", roomId, epoch: 1 });
    const room = await this.link(roomId);
    await room.next("holding");
    return { roomId, room };
  }

  close(): void {
    this.#http.close();
    this.#http.closeAllConnections();
  }

  async #verify(authorization = ""): Promise<JWTPayload> {
    const { payload } = await jwtVerify(authorization.replace(/^Bearer /, ""), this.#publicKey, {
      audience: AUDIENCES.node,
      subject: this.nodeId,
      algorithms: ["EdDSA"],
      maxTokenAge: 60,
    });
    const jti = String(payload.jti);
    if (this.#usedTokens.has(jti)) throw new Error("a token was used twice");
    this.#usedTokens.add(jti);
    return payload;
  }

  #accept(socket: WebSocket, path: string, claims: JWTPayload): void {
    if (path === PATHS.nodeControl) {
      this.controls.put(new EdgePeer(socket, claims, TO_REGISTRY));
      return;
    }
    const roomId = String(claims.room);
    if (path !== PATHS.nodeRoom(roomId)) throw new Error(`the node dialed ${path}`);
    this.rooms.put({ roomId, peer: new EdgePeer(socket, claims, REPORTS) });
  }
}
