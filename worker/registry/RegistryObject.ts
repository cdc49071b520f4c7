import { DurableObject } from "cloudflare:workers";
import { PING, PONG } from "../../protocol/api.ts";
import { CLOSE_CODES, type CloseReason, type WireError, wireError } from "../../protocol/errors.ts";
import type { FleetNode, FleetRooms } from "../../protocol/fleet.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { FromRegistry, ToRegistry } from "../../protocol/node/control.ts";
import type { Position } from "../../protocol/position.ts";
import type { Probe } from "../../protocol/probes.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { nodeDialling } from "../auth/node-dial.ts";
import type { Env } from "../env.ts";
import { log } from "../log.ts";
import type { RefusalReason } from "../refusal-reasons.ts";
import type { Area } from "./areas.ts";
import { askRegistries } from "./ask-registries.ts";
import { type EndedNode, type KnownNode, keepOnLink, type Link, linkOf, type Removal } from "./known-node.ts";
import { Leases } from "./leases.ts";
import { LoadHistory, type UsedSample } from "./load-history.ts";
import { MediaProbes } from "./media-probes.ts";
import { NodeGuard } from "./node-guard.ts";
import { NodeNotes } from "./node-notes.ts";
import { LentProbes, type OutsideAnswer, OutsideProbes } from "./outside-probes.ts";
import { canProbe, type ProbedNode } from "./probe-rounds.ts";
import { type RefusalCount, Refusals } from "./refusals.ts";
import { isAlive, type RankedNode, rankNodes, type Wish } from "./select-node.ts";
import { Standings } from "./standings.ts";

type Probed = Extract<ToRegistry, { type: "probed" }>;
type Register = Extract<ToRegistry, { type: "register" }>;
type Fault = { id: number | undefined; error: WireError };
type ServedRooms = FleetRooms["rooms"];

/**
 * Whether a node serves a room as it was told to: it is not there, or may not have had the time to say so, or serves while other nodes do
 * not reach its media, or all is well.
 */
type Served = "gone" | "unknown" | "unreachable" | "serving";

/** What a registry knows of how many nodes its regions want. */
export interface AreaLoad {
  readonly nodes: Omit<FleetNode, "area">[];
  /** Those that beat while their media is dead, by their ids. */
  readonly failing: ReadonlySet<string>;
  /** By region, the oldest first. */
  readonly samples: Map<string, UsedSample[]>;
  readonly ended: EndedNode[];
  /** How often nodes were refused. */
  readonly refusals: Record<RefusalReason, number>;
}

/**
 * Which media nodes there are in one area, and how they are. Beats keep it awake: it is the one kind of object that does not
 * sleep.
 */
export class RegistryObject extends DurableObject<Env> {
  /** Last beats; after an eviction every linked node has one lease's time to beat again. */
  readonly #nodes = new Map<string, KnownNode>();
  readonly #history = new LoadHistory();
  readonly #standings = new Standings();
  readonly #leases = new Leases(Date.now());
  readonly #probes = new MediaProbes();
  readonly #outside = new OutsideProbes();
  readonly #lent = new LentProbes();
  readonly #removals: NodeNotes<Removal>;
  readonly #ended: NodeNotes<EndedNode>;
  readonly #guards = new WeakMap<WebSocket, NodeGuard>();
  readonly #refusals: Refusals;
  /** Who waits to hear which rooms a node serves, by request. */
  readonly #listing = new Map<number, { webSocket: WebSocket; tell: (rooms: ServedRooms | null) => void }>();
  #requests = 0;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    this.#removals = new NodeNotes(context.storage.kv, "removed");
    this.#ended = new NodeNotes(context.storage.kv, "ended");
    this.#refusals = new Refusals(context.storage.kv);
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    for (const webSocket of context.getWebSockets()) {
      const { registration } = linkOf(webSocket);
      if (registration) this.#nodes.set(registration.id, { ...registration, beatAt: Date.now() });
    }
  }

  /** A node's control link, which the Worker has identified. */
  override async fetch(request: Request): Promise<Response> {
    const { nodeId, wasUsed } = nodeDialling(request.headers, this.ctx.storage.kv);
    const position: Position | null = JSON.parse(request.headers.get("Node-Position") ?? "null");
    if (wasUsed) {
      this.#refused(nodeId, "used-token");
      return Response.json({ error: wireError("unauthorized") }, { status: 401 });
    }
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1], [nodeId]);
    pair[1].serializeAttachment({ nodeId, position, registration: null } satisfies Link);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }

  /** The node of this area that a room should use, or null where none is free. */
  async selectNode(wish: Wish): Promise<RankedNode | null> {
    return this.#rank(wish)[0] ?? null;
  }

  /** The best nodes of this area for somebody, as many as are named to a page, with where to measure the way to them. */
  async candidates(wish: Wish): Promise<(RankedNode & { probe: Probe })[]> {
    const ranked = this.#rank(wish).flatMap((node) => {
      const probe = this.#nodes.get(node.id)?.probe;
      return probe === undefined ? [] : [{ ...node, probe }];
    });
    return ranked.slice(0, LIMITS.candidates);
  }

  /** A room says that a node which beats does not reach somebody. */
  async report(nodeId: string, roomId: string): Promise<void> {
    if (!this.#nodes.has(nodeId)) return;
    log({ event: "node-reported", nodeId, roomId });
    this.#standings.reported(nodeId, roomId, Date.now());
  }

  /** Every node, with how it has behaved. */
  #judged(now: number): (KnownNode & { onProbation: boolean })[] {
    return [...this.#nodes.values()].map((node) => ({
      ...node,
      onProbation: this.#standings.isOnProbation(node.id, node.registeredAt, now),
    }));
  }

  #rank(wish: Wish): RankedNode[] {
    const now = Date.now();
    return rankNodes(this.#judged(now), { ...wish, version: PROTOCOL_VERSION, now });
  }

  /** Has a node of this area probe one of another area; null where none can, or none has said anything. */
  async probe(target: ProbedNode): Promise<OutsideAnswer | null> {
    const now = Date.now();
    const able = this.#alive(now).filter((node) => !this.#standings.isFailing(node.id, now));
    const prober = able.find((node) => node.id !== target.id && canProbe(node, target));
    const webSocket = prober && this.#linked(prober.id);
    const { id: nodeId, probe } = target;
    if (!webSocket || !probe) return null;
    const ask = () => send(webSocket, { type: "probe", nodeId, probe });
    const reached = await this.#lent.about(prober.id, nodeId, ask);
    return reached === null ? null : { prober: prober.id, reached };
  }

  /** Tells a node to dial a room and serve it in this epoch. It is gone where it was lost, or has not been heard within its lease. */
  async serve(nodeId: string, roomId: string, epoch: number): Promise<Served> {
    const node = this.#nodes.get(nodeId);
    const webSocket = this.#linked(nodeId);
    const now = Date.now();
    if (!node || !webSocket || !isAlive(node, now))
      return this.#mayComeBack(nodeId, now) ? "unknown" : "gone";
    send(webSocket, { type: "serve", roomId, epoch });
    return this.#standings.isUnreachable(nodeId, now) ? "unreachable" : "serving";
  }

  /** Whether a node that is not here was here last before the registry was started anew. */
  #mayComeBack(nodeId: string, now: number): boolean {
    return (
      this.#leases.isDeaf(now) && !this.#standings.hasLost(nodeId) && this.#ended.get(nodeId) === undefined
    );
  }

  /** A node's newest link that is open. */
  #linked(nodeId: string): WebSocket | undefined {
    return this.ctx.getWebSockets(nodeId).findLast((webSocket) => webSocket.readyState === WebSocket.OPEN);
  }

  /** The nodes of this area. */
  async nodes(): Promise<Omit<FleetNode, "area">[]> {
    const now = Date.now();
    return this.#judged(now).map(({ instance: _instance, probe: _probe, ...node }) => ({
      ...node,
      refusals: this.#refusals.ofNode(node.id),
    }));
  }

  /** How busy this area was within the last half hour, and which nodes have ended as they were told. */
  async load(): Promise<AreaLoad> {
    const now = Date.now();
    const failing = new Set([...this.#nodes.keys()].filter((id) => this.#standings.isFailing(id, now)));
    const samples = this.#history.samples(now);
    const [ended, refusals] = [this.#ended.all(), this.#refusals.byReason()];
    return { nodes: await this.nodes(), failing, samples, ended, refusals };
  }

  /** Elsewhere at the edge somebody was refused. */
  async refused(counts: RefusalCount[]): Promise<void> {
    this.#refusals.add(counts);
  }

  /** Has a node drain; no room is sent there from now on. False where it is not here. */
  async drain(nodeId: string): Promise<boolean> {
    const webSocket = this.#linked(nodeId);
    const known = this.#nodes.get(nodeId);
    if (!webSocket || !known) return false;
    const drains = { ...known, draining: true, isToDrain: true };
    this.#nodes.set(nodeId, drains);
    keepOnLink(webSocket, drains);
    send(webSocket, { type: "drain" });
    log({ event: "node-drain-ordered", nodeId });
    return true;
  }

  /** Ends a node's link, and does not let this run of its program back. False where it is not here. */
  async remove(nodeId: string): Promise<boolean> {
    const known = this.#nodes.get(nodeId);
    if (!known) return false;
    this.#removals.put(nodeId, { instance: known.instance, at: Date.now() });
    log({ event: "node-removed", nodeId });
    for (const webSocket of this.ctx.getWebSockets(nodeId)) this.#close(webSocket, "removed");
    return true;
  }

  /** The rooms that a node serves, which it is asked for; null where it is not here, or goes meanwhile. */
  async rooms(nodeId: string): Promise<ServedRooms | null> {
    const webSocket = this.#linked(nodeId);
    if (!webSocket || !this.#nodes.has(nodeId)) return null;
    const request = ++this.#requests;
    return new Promise((tell) => {
      this.#listing.set(request, { webSocket, tell });
      send(webSocket, { type: "list-rooms", request });
    });
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
  #hear(webSocket: WebSocket, message: ToRegistry, now: number): Fault | null {
    if (message.type === "register") return this.#register(webSocket, message, now);
    if (message.type === "serving") {
      const waiting = this.#listing.get(message.request);
      if (waiting?.webSocket !== webSocket)
        return { id: message.id, error: wireError("bad_message", NOT_ASKED) };
      this.#listing.delete(message.request);
      waiting.tell(message.rooms);
      return null;
    }
    const { nodeId, registration } = linkOf(webSocket);
    if (message.type === "probed") return this.#probed(nodeId, message, now);
    const known = this.#nodes.get(nodeId);
    if (!known || !registration)
      return { id: message.id, error: wireError("bad_message", "A node registers before it beats.") };
    const { load, draining } = message;
    this.#heard(known, now);
    const drains = draining || known.isToDrain === true;
    const beaten = { ...known, load, draining: drains, beatAt: now };
    this.#nodes.set(nodeId, beaten);
    if (drains !== known.draining) keepOnLink(webSocket, beaten);
    this.#history.beat(known.region, this.#nodes.values(), now);
    const target = this.#probes.next(nodeId, () => this.#alive(now), now);
    if (target?.probe) send(webSocket, { type: "probe", nodeId: target.id, probe: target.probe });
    const area = this.#outside.next(known, () => this.#isAlone(known, now), now);
    if (area !== null) this.ctx.waitUntil(this.#askOutside(known, area));
    return null;
  }

  /** A node is heard, which may have been here before: one that was cut off and whose link did not close is back from that. */
  #heard(known: KnownNode | undefined, now: number): void {
    const wasCutOff = this.#leases.heard(known?.beatAt ?? now, this.#nodes.size, now);
    // One that drains is offered to nobody anyway, and ends as it was told.
    if (!wasCutOff || !known || known.draining) return;
    const { id: nodeId, region, beatAt } = known;
    this.#standings.lost(nodeId, now);
    log({ event: "node-was-cut-off", nodeId, region, silentMs: now - beatAt });
  }

  /** What came of probing another node. */
  #probed(prober: string, { id, nodeId: target, roundTripMs }: Probed, now: number): Fault | null {
    const answer = { prober, target, reached: roundTripMs !== null };
    if (this.#lent.answered(prober, target, answer.reached)) return null;
    const unreachable = this.#probes.answered(answer, this.#alive(now), now);
    if (unreachable === null) return { id, error: wireError("bad_message", NOT_TO_PROBE) };
    this.#unreachable(unreachable, now);
    return null;
  }

  #unreachable(nodeIds: readonly string[], now: number): void {
    for (const nodeId of nodeIds)
      if (this.#standings.unreachable(nodeId, now)) log({ event: "node-unreachable", nodeId });
  }

  /** Whether it could be probed, and no other node of this area can do that. */
  #isAlone(node: KnownNode, now: number): boolean {
    return !!node.probe && !this.#alive(now).some((other) => other.id !== node.id && canProbe(other, node));
  }

  /** Has a node that is alone probed from another area. */
  async #askOutside(node: KnownNode, area: Area): Promise<void> {
    const { id, addresses, probe } = node;
    const { answers } = await askRegistries(this.env, [area], (registry) =>
      registry.probe({ id, addresses, probe }),
    );
    const [answer = null] = answers;
    const now = Date.now();
    this.#outside.asked(node, area, answer !== null, now);
    // It may have gone or moved meanwhile.
    if (answer === null || this.#nodes.get(id)?.probe !== probe) return;
    this.#unreachable(this.#probes.heard({ ...answer, target: id }, this.#alive(now), now), now);
  }

  #alive(now: number): KnownNode[] {
    return [...this.#nodes.values()].filter((node) => isAlive(node, now));
  }

  #register(webSocket: WebSocket, { type: _type, id, ...said }: Register, now: number): Fault | null {
    const { nodeId, position } = linkOf(webSocket);
    if (this.#removals.get(nodeId)?.instance === said.instance)
      return { id, error: wireError("node_removed") };
    for (const notes of [this.#removals, this.#ended]) notes.delete(nodeId);
    // It registers anew where something about it has changed.
    const known = this.#nodes.get(nodeId);
    this.#heard(known, now);
    const registeredAt = known?.instance === said.instance ? known.registeredAt : now;
    const registered: KnownNode = { id: nodeId, position, registeredAt, beatAt: now, ...said };
    keepOnLink(webSocket, registered);
    if (known?.probe?.iceParameters.usernameFragment !== said.probe?.iceParameters.usernameFragment)
      this.#probes.moved(nodeId);
    this.#nodes.set(nodeId, registered);
    log({ event: "node-registered", nodeId, region: said.region, addresses: said.addresses });
    if (id) webSocket.send(JSON.stringify([{ re: id, ok: {} }]));
    return null;
  }

  #refused(nodeId: string, reason: RefusalReason, detail?: string): void {
    log({ event: "node-refused", nodeId, reason, detail });
    this.#refusals.note(nodeId, reason, Date.now());
  }

  /** Says no to what a node sent, and logs it. False where it was one fault too many, and its link is closed. */
  #refuse(webSocket: WebSocket, guard: NodeGuard, { id, error }: Fault, now: number): boolean {
    const { nodeId } = linkOf(webSocket);
    const isRemoved = error.code === "node_removed";
    this.#refused(nodeId, isRemoved ? "removed" : "bad-message", `${error.code}: ${error.message}`);
    if (id) webSocket.send(JSON.stringify([{ re: id, error }]));
    else send(webSocket, { type: "fault", error });
    if (isRemoved) this.#close(webSocket, "removed");
    else if (guard.forgives(now)) return true;
    else {
      this.#refused(nodeId, "abuse", "too many faults");
      this.#close(webSocket, "abuse");
    }
    return false;
  }

  #close(webSocket: WebSocket, reason: CloseReason): void {
    webSocket.close(CLOSE_CODES[reason], reason);
    this.#closed(webSocket);
  }

  #closed(webSocket: WebSocket): void {
    for (const [request, waiting] of this.#listing) {
      if (waiting.webSocket !== webSocket) continue;
      this.#listing.delete(request);
      waiting.tell(null);
    }
    const { nodeId, registration } = linkOf(webSocket);
    // A node that has dialled anew is still here.
    const others = this.ctx
      .getWebSockets(nodeId)
      .some((other) => other !== webSocket && other.readyState === WebSocket.OPEN);
    const known = this.#nodes.get(nodeId);
    if (others || !registration || !known) return;
    this.#nodes.delete(nodeId);
    this.#probes.lost(nodeId);
    this.#outside.lost(nodeId);
    if (known.draining || this.#removals.get(nodeId))
      this.#ended.put(nodeId, { id: nodeId, region: known.region, at: Date.now() });
    else this.#standings.lost(nodeId, Date.now());
    log({ event: "node-lost", nodeId, region: registration.region });
  }
}

const NOT_ASKED = "Nobody asked for these rooms.";
const NOT_TO_PROBE = "Nobody asked whether that node answers.";

function send(webSocket: WebSocket, message: FromRegistry): void {
  webSocket.send(JSON.stringify([message]));
}
