import { PATHS } from "../../../protocol/api.ts";
import { parseFrame } from "../../../protocol/frame.ts";
import type { FromRegistry, ToRegistry } from "../../../protocol/node/control.ts";
import { FROM_REGISTRY } from "../../../protocol/node/control.ts";
import { PROTOCOL_VERSION } from "../../../protocol/version.ts";
import { dial, type NodeId, nodeToken } from "./dial.ts";
import { Inbox, soon } from "./inbox.ts";
import { RoomLink } from "./room-link.ts";
import { Socket } from "./socket.ts";

const LOAD = { rooms: 0, consumers: 0, cpu: 0 };
const NO_LIMITS = { chars: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY };
const registered = new Set<MediaNode>();

/** A media node without media: it registers, dials the rooms that it is told to serve, and answers their orders. */
export class MediaNode {
  readonly id: NodeId;
  /** The `serve` messages that came. */
  readonly served = new Inbox<FromRegistry>("the node");
  readonly #links = new Map<string, Promise<RoomLink>>();
  readonly #registered = Promise.withResolvers<void>();
  #dials: boolean;
  #control: Socket | null = null;

  /** Makes it known to the registry. One that does not `dial` hears `serve`, and does nothing. */
  static async register(id: NodeId, { dials = true, load = LOAD } = {}): Promise<MediaNode> {
    const node = new MediaNode(id, dials);
    await node.#register(load);
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

  beat(load = LOAD, draining = false): void {
    this.#send({ type: "beat", load, draining });
  }

  /** Dials a room, told to or not, holding what `before` held. */
  dial(roomId: string, epoch: number, before?: RoomLink): Promise<RoomLink> {
    const link = nodeToken(this.id, roomId).then((token) => RoomLink.open(roomId, epoch, token, before));
    this.#links.set(roomId, link);
    return link;
  }

  /** Ends, without a word to anybody. */
  end(): void {
    this.#dials = false;
    this.#control?.close();
    for (const link of this.#links.values()) void link.then((open) => open.cut()).catch(() => {});
  }

  async #register(load: typeof LOAD): Promise<void> {
    const response = await dial(PATHS.nodeControl, await nodeToken(this.id, null));
    this.#control = await Socket.of(response, (items) => this.#hear(items));
    const version = PROTOCOL_VERSION;
    this.#send({ type: "register", id: 1, version, region: "test", position: null, load, draining: false });
    await soon("the registration", this.#registered.promise);
  }

  #send(message: ToRegistry): void {
    this.#control?.send(JSON.stringify([message]));
  }

  #hear(items: unknown[]): void {
    for (const item of parseFrame(FROM_REGISTRY, JSON.stringify(items), NO_LIMITS)) {
      if ("reply" in item) this.#registered.resolve();
      if (!("message" in item)) continue;
      const { roomId, epoch } = item.message;
      if (this.#dials) void this.dial(roomId, epoch);
      this.served.push(item.message);
    }
  }
}
