import { DurableObject } from "cloudflare:workers";
import { PING, PONG } from "../../protocol/api.ts";
import { wireError } from "../../protocol/errors.ts";
import { type MessageOf, parseFrame } from "../../protocol/frame.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { type FromRegistry, TO_REGISTRY } from "../../protocol/node/control.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { useOnce } from "../auth/one-use.ts";
import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { type NodeRecord, rankNodes } from "./select-node.ts";

type Registration = Omit<NodeRecord, "beatAt">;
/** A control link: who dials, and what it has registered as. Kept on the socket, so that it outlasts eviction. */
interface Link {
  nodeId: string;
  registration: Registration | null;
}

/** Which media nodes there are, and how they are. Beats keep it awake: it is the one kind of object that does not sleep. */
export class RegistryObject extends DurableObject<Env> {
  /** Last beats; after an eviction every linked node has one lease's time to beat again. */
  readonly #nodes = new Map<string, NodeRecord>();

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    for (const webSocket of context.getWebSockets()) {
      const { registration } = this.#link(webSocket);
      if (registration) this.#nodes.set(registration.id, { ...registration, beatAt: Date.now() });
    }
  }

  /** A node's control link, which the Worker has identified. */
  override async fetch(request: Request): Promise<Response> {
    const nodeId = request.headers.get("Node-Id") ?? "";
    const expiresAt = Number(request.headers.get("Token-Expires"));
    const tokenId = request.headers.get("Token-Id") ?? "";
    if (!useOnce(this.ctx.storage.kv, tokenId, expiresAt, Date.now() / 1000)) {
      return Response.json({ error: wireError("unauthorized") }, { status: 401 });
    }
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1], [nodeId]);
    pair[1].serializeAttachment({ nodeId, registration: null } satisfies Link);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }

  /** The node that a room should use, or null where none is free. `avoid` has just failed it. */
  async selectNode(avoid: string | null): Promise<string | null> {
    const ranked = rankNodes(this.#nodes.values(), {
      positions: [],
      roundTrips: {},
      used: [],
      regions: null,
      avoid: avoid === null ? [] : [avoid],
      version: PROTOCOL_VERSION,
      now: Date.now(),
    });
    return ranked[0]?.id ?? null;
  }

  /** Tells a node to dial a room and serve it in this epoch. */
  async serve(nodeId: string, roomId: string, epoch: number): Promise<void> {
    const message: FromRegistry = { type: "serve", roomId, epoch };
    this.ctx
      .getWebSockets(nodeId)
      .at(-1)
      ?.send(JSON.stringify([message]));
  }

  override async webSocketMessage(webSocket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    const limits = { chars: LIMITS.clientFrameChars, items: LIMITS.itemsPerFrame };
    for (const item of parseFrame(TO_REGISTRY, typeof frame === "string" ? frame : "", limits)) {
      if ("message" in item) this.#hear(webSocket, item.message);
      else if ("error" in item) {
        log({ event: "node-refused", reason: `${this.#link(webSocket).nodeId}: ${item.error.code}` });
      }
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

  #hear(webSocket: WebSocket, message: MessageOf<typeof TO_REGISTRY>): void {
    const link = this.#link(webSocket);
    const { load, draining } = message;
    if (message.type === "register") {
      const registration = {
        id: link.nodeId,
        version: message.version,
        region: message.region,
        position: message.position,
        capacity: Number.POSITIVE_INFINITY,
        load,
        draining,
      };
      webSocket.serializeAttachment({ ...link, registration } satisfies Link);
      this.#nodes.set(link.nodeId, { ...registration, beatAt: Date.now() });
      log({ event: "node-registered", nodeId: link.nodeId, region: message.region });
      if (message.id) webSocket.send(JSON.stringify([{ re: message.id, ok: {} }]));
      return;
    }
    const known = this.#nodes.get(link.nodeId);
    if (known) this.#nodes.set(link.nodeId, { ...known, load, draining, beatAt: Date.now() });
  }

  #closed(webSocket: WebSocket): void {
    const { nodeId, registration } = this.#link(webSocket);
    // A node that has dialled anew is still here.
    const others = this.ctx
      .getWebSockets(nodeId)
      .some((other) => other !== webSocket && other.readyState === WebSocket.OPEN);
    if (others || !registration) return;
    this.#nodes.delete(nodeId);
    log({ event: "node-lost", nodeId, region: registration.region });
  }

  #link(webSocket: WebSocket): Link {
    return webSocket.deserializeAttachment() as Link;
  }
}
