import { DurableObject } from "cloudflare:workers";
import { PING, PONG } from "../../protocol/api.ts";
import { CLOSE_CODES, type WireError, wireError } from "../../protocol/errors.ts";
import type { FromRegistry, ToRegistry } from "../../protocol/node/control.ts";
import type { Position } from "../../protocol/position.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { useOnce } from "../auth/one-use.ts";
import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { NodeGuard } from "./node-guard.ts";
import { type NodeRecord, type RankedNode, rankNodes, type Wish } from "./select-node.ts";

/** What a node has registered as. */
type Registration = Omit<NodeRecord, "beatAt">;

/** A control link: who dials and from where, and what it has registered as. Kept on the socket, so that it outlasts eviction. */
interface Link {
  readonly nodeId: string;
  readonly position: Position | null;
  readonly registration: Registration | null;
}

type Register = Extract<ToRegistry, { type: "register" }>;

/**
 * Which media nodes there are in one area, and how they are. Beats keep it awake: it is the one kind of object that does not
 * sleep.
 */
export class RegistryObject extends DurableObject<Env> {
  /** Last beats; after an eviction every linked node has one lease's time to beat again. */
  readonly #nodes = new Map<string, NodeRecord>();
  readonly #guards = new WeakMap<WebSocket, NodeGuard>();

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    for (const webSocket of context.getWebSockets()) {
      const { registration } = linkOf(webSocket);
      if (registration) this.#nodes.set(registration.id, { ...registration, beatAt: Date.now() });
    }
  }

  /** A node's control link, which the Worker has identified. */
  override async fetch(request: Request): Promise<Response> {
    const nodeId = request.headers.get("Node-Id") ?? "";
    const position: Position | null = JSON.parse(request.headers.get("Node-Position") ?? "null");
    const expiresAt = Number(request.headers.get("Token-Expires"));
    const tokenId = request.headers.get("Token-Id") ?? "";
    if (!useOnce(this.ctx.storage.kv, tokenId, expiresAt, Date.now() / 1000)) {
      return Response.json({ error: wireError("unauthorized") }, { status: 401 });
    }
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1], [nodeId]);
    pair[1].serializeAttachment({ nodeId, position, registration: null } satisfies Link);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }

  /** The node of this area that a room should use, or null where none is free. */
  async selectNode(wish: Wish): Promise<RankedNode | null> {
    const criteria = { ...wish, version: PROTOCOL_VERSION, now: Date.now() };
    return rankNodes(this.#nodes.values(), criteria)[0] ?? null;
  }

  /** Tells a node to dial a room and serve it in this epoch. */
  async serve(nodeId: string, roomId: string, epoch: number): Promise<void> {
    const webSocket = this.ctx.getWebSockets(nodeId).at(-1);
    if (webSocket) send(webSocket, { type: "serve", roomId, epoch });
  }

  override async webSocketMessage(webSocket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    // One that was closed may still have something on its way.
    if (webSocket.readyState !== WebSocket.OPEN) return;
    const guard = this.#guards.get(webSocket) ?? new NodeGuard();
    this.#guards.set(webSocket, guard);
    const now = Date.now();
    for (const item of guard.hear(frame, now)) {
      const fault = "error" in item ? item : this.#hear(webSocket, item.message, now);
      if (fault && !this.#refuse(webSocket, guard, fault, now)) return;
    }
  }

  override async webSocketClose(webSocket: WebSocket): Promise<void> {
    // The other end waits for this before it lets go.
    webSocket.close();
    this.#closed(webSocket);
  }

  override async webSocketError(webSocket: WebSocket): Promise<void> {
    this.#closed(webSocket);
  }

  /** Takes a message in; what is wrong with it where it is not taken. */
  #hear(
    webSocket: WebSocket,
    message: ToRegistry,
    now: number,
  ): { id: number | undefined; error: WireError } | null {
    if (message.type === "register") {
      this.#register(webSocket, message, now);
      return null;
    }
    const { nodeId, registration } = linkOf(webSocket);
    const known = this.#nodes.get(nodeId);
    if (!known || !registration)
      return { id: message.id, error: wireError("bad_message", "A node registers before it beats.") };
    const { load, draining } = message;
    this.#nodes.set(nodeId, { ...known, load, draining, beatAt: now });
    return null;
  }

  #register(webSocket: WebSocket, { type: _type, id, addresses, ...said }: Register, now: number): void {
    const link = linkOf(webSocket);
    const { nodeId, position } = link;
    const registration: Registration = { id: nodeId, position, ...said };
    webSocket.serializeAttachment({ ...link, registration } satisfies Link);
    this.#nodes.set(nodeId, { ...registration, beatAt: now });
    log({ event: "node-registered", nodeId, region: said.region, addresses });
    if (id) webSocket.send(JSON.stringify([{ re: id, ok: {} }]));
  }

  /** Says no to what a node sent, and logs it. False where it was one fault too many, and its link is closed. */
  #refuse(
    webSocket: WebSocket,
    guard: NodeGuard,
    { id, error }: { id: number | undefined; error: WireError },
    now: number,
  ): boolean {
    const { nodeId } = linkOf(webSocket);
    log({ event: "node-refused", nodeId, reason: `${error.code}: ${error.message}` });
    if (id) webSocket.send(JSON.stringify([{ re: id, error }]));
    else send(webSocket, { type: "fault", error });
    if (guard.forgives(now)) return true;
    log({ event: "node-refused", nodeId, reason: "too many faults" });
    webSocket.close(CLOSE_CODES.abuse, "abuse");
    this.#closed(webSocket);
    return false;
  }

  #closed(webSocket: WebSocket): void {
    const { nodeId, registration } = linkOf(webSocket);
    // A node that has dialled anew is still here.
    const others = this.ctx
      .getWebSockets(nodeId)
      .some((other) => other !== webSocket && other.readyState === WebSocket.OPEN);
    if (others || !registration || !this.#nodes.delete(nodeId)) return;
    log({ event: "node-lost", nodeId, region: registration.region });
  }
}

function linkOf(webSocket: WebSocket): Link {
  return webSocket.deserializeAttachment() as Link;
}

function send(webSocket: WebSocket, message: FromRegistry): void {
  webSocket.send(JSON.stringify([message]));
}
