import { PATHS } from "../../../protocol/api.ts";
import { parseFrame } from "../../../protocol/frame.ts";
import type { FromRegistry, Load, ToRegistry } from "../../../protocol/node/control.ts";
import { FROM_REGISTRY } from "../../../protocol/node/control.ts";
import type { Position } from "../../../protocol/position.ts";
import { PROTOCOL_VERSION } from "../../../protocol/version.ts";
import { dial, type NodeId, nodeToken } from "./dial.ts";
import { Inbox, soon } from "./inbox.ts";
import { RoomLink } from "./room-link.ts";
import { Socket } from "./socket.ts";

/** Of a node that nobody uses. */
export const LOAD: Load = { rooms: 0, people: 0, consumers: 0, cpu: 0 };
/** How a node registers, unless a test wants something else. */
export const REGISTRATION = {
  instance: crypto.randomUUID(),
  version: PROTOCOL_VERSION,
  region: "test",
  capacity: 500,
  addresses: ["192.0.2.1"],
  families: ["ipv4" as const],
  load: LOAD,
  draining: false,
};
type Registration = Omit<Extract<ToRegistry, { type: "register" }>, "type" | "id">;
const NO_LIMITS = { chars: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY };
const registered = new Set<MediaNode>();

/** A media node without media: it registers, dials the rooms that it is told to serve, and answers their orders. */
export class MediaNode {
  readonly id: NodeId;
  /** What the registry said. */
  readonly served = new Inbox<FromRegistry>("the node");
  readonly #links = new Map<string, Promise<RoomLink>>();
  readonly #registered = Promise.withResolvers<void>();
  #dials: boolean;
  #control: Socket | null = null;

  /** Makes it known to the registry. One that does not `dial` hears `serve`, and does nothing. */
  static async register(
    id: NodeId,
    {
      dials = true,
      position,
      ...said
    }: Partial<Registration> & { dials?: boolean; position?: Position } = {},
  ): Promise<MediaNode> {
    const node = new MediaNode(id, dials);
    await node.#register(position, { ...REGISTRATION, ...said });
    registered.add(node);
    return node;
  }

  /** Has every node that was registered end. */
  static endAll(): void {
    for (const node of registered) node.end();
    registered.clear();
  }

  private constructor(id: NodeId, dials: boolean) {
    this.id = id;
    this.#dials = dials;
  }

  /** The newest link to a room: waits until it has been dialled. */
  async link(roomId: string): Promise<RoomLink> {
    if (!this.#links.has(roomId)) await this.served.take("serve", (serve) => serve.roomId === roomId);
    const link = this.#links.get(roomId);
    if (!link) throw new Error("this node does not dial");
    return soon("the node's link", link);
  }

  /** Resolves when the registry has closed its control link. */
  get controlClosed(): Promise<{ code: number; reason: string }> {
    if (!this.#control) throw new Error("this node never dialled");
    return this.#control.closed;
  }

  /** Says to the registry which rooms it serves, as it was asked. */
  nameRooms(request: number, rooms: { roomId: string; people: number }[]): void {
    this.#send({ type: "serving", request, rooms });
  }

  /** Says to the registry what came of probing another node. */
  probed(nodeId: string, roundTripMs: number | null): void {
    this.#send({ type: "probed", nodeId, roundTripMs });
  }

  beat(load = LOAD, draining = false): void {
    this.#send({ type: "beat", load, draining });
  }

  /** Dials a room, told to or not, holding what `before` held. */
  dial(roomId: string, epoch: number, before?: RoomLink): Promise<RoomLink> {
    const link = nodeToken(this.id, roomId).then((token) => RoomLink.open(roomId, epoch, token, before));
    this.#links.set(roomId, link);
    return link;
  }

  /** From now on it hears `serve`, and does nothing. */
  stopDialling(): void {
    this.#dials = false;
  }

  /** Ends, without a word to anybody. */
  end(): void {
    this.#dials = false;
    this.#control?.close();
    for (const link of this.#links.values()) void link.then((open) => open.cut()).catch(() => {});
  }

  async #register(position: Position | undefined, said: Registration): Promise<void> {
    const response = await dial(PATHS.nodeControl, await nodeToken(this.id, null, { position }));
    this.#control = await Socket.of(response, (items) => this.#hear(items));
    this.#send({ type: "register", id: 1, ...said });
    await soon("the registration", this.#registered.promise);
  }

  #send(message: ToRegistry): void {
    this.#control?.send(JSON.stringify([message]));
  }

  #hear(items: unknown[]): void {
    for (const item of parseFrame(FROM_REGISTRY, JSON.stringify(items), NO_LIMITS)) {
      if ("reply" in item && "ok" in item.reply) this.#registered.resolve();
      else if ("reply" in item) this.#registered.reject(new Error(JSON.stringify(item.reply)));
      if (!("message" in item)) continue;
      if (item.message.type === "serve" && this.#dials)
        void this.dial(item.message.roomId, item.message.epoch);
      this.served.push(item.message);
    }
  }
}
