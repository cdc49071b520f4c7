import { deepStrictEqual } from "node:assert";
import { TIMES } from "../../protocol/limits.ts";
import { REACTIONS } from "../../protocol/room/chat.ts";
import type { Source } from "../../protocol/room/producers.ts";
import { decodedBy } from "../../protocol/video-codecs.ts";
import type { ChosenNode } from "../../worker/registry/areas.ts";
import { outbox } from "../../worker/room/chat-storage.ts";
import { epochOf } from "../../worker/room/nodes.ts";
import { readMarksOf } from "../../worker/room/reading.ts";
import { type RoomInput, step } from "../../worker/room/room.ts";
import type { Effect, RoomState } from "../../worker/room/state.ts";
import { load } from "../../worker/room/storage.ts";
import { Clock } from "./clock.ts";
import { EdgeModel } from "./edge.ts";
import { NodeModel } from "./node.ts";
import { PageModel } from "./page.ts";
import { Random } from "./random.ts";
import { checkWatching } from "./watching.ts";
import type { Weather } from "./wire.ts";

/** What goes wrong besides the network: probabilities per effect, order, and request. */
interface Chaos {
  crash: number;
  nodeRefuses: number;
  noNode: number;
}

const STORM: { weather: Weather; chaos: Chaos } = {
  weather: { dark: 0.004, overtake: 0.01 },
  chaos: { crash: 0.002, nodeRefuses: 0.02, noNode: 0.1 },
};
const CALM: typeof STORM = {
  weather: { dark: 0, overtake: 0 },
  chaos: { crash: 0, nodeRefuses: 0, noNode: 0 },
};
const SOURCES: readonly Source[] = ["microphone", "camera", "screen"];

/** A room, its pages and its nodes, with everything that happens to them drawn from one seed. */
export class World {
  readonly clock = new Clock();
  readonly random: Random;
  readonly weather = { ...STORM.weather };
  readonly chaos = { ...STORM.chaos };
  readonly edge = new EdgeModel(this);
  readonly nodes: readonly NodeModel[];
  readonly pages: readonly PageModel[];
  /** Everything that the room was given: two runs of one seed have the same. */
  readonly trace: string[] = [];
  #steps = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.nodes = ["node-a", "node-b"].map((id) => new NodeModel(this, id));
    // The last two are tabs of one person.
    const people = this.random.between(2, 5);
    this.pages = Array.from({ length: people }, (_, index) => {
      const user = index === people - 1 ? index - 1 : index;
      return new PageModel(this, `user-${user}`, this.random.uuid());
    });
  }

  /** Lets so many things happen, and then lets the storm end and everything settle. */
  run(happenings: number): void {
    for (let index = 0; index < happenings; index++) {
      this.#happen();
      this.clock.advance(this.random.between(0, 700));
    }
    Object.assign(this.weather, CALM.weather);
    Object.assign(this.chaos, CALM.chaos);
    // Grace periods, retries and lost requests all end well within this time.
    for (let settle = 0; settle < 12; settle++) {
      this.clock.advance(10_000);
      for (const page of this.pages) page.mend();
      this.edge.flushOutbox("never");
    }
    this.clock.advance(5_000);
    this.#checkSettled();
  }

  /** Each node is in a region of its own, which has its name; the second one is in the south. */
  selectNode({
    position,
    roundTrips,
    avoid,
    regions,
  }: Pick<
    Extract<Effect, { type: "request-node" }>,
    "position" | "roundTrips" | "avoid" | "regions"
  >): ChosenNode | null {
    if (this.random.chance(this.chaos.noNode)) return null;
    const [first, second] = this.nodes.map(({ id }) => roundTrips[id]);
    const isSouth = (position?.latitude ?? 0) < 0;
    const isSecond = first === undefined || second === undefined ? isSouth : second < first;
    const byDistance = isSecond ? this.nodes.toReversed() : this.nodes;
    const fit = byDistance.filter(({ id, isDraining }) => !isDraining && (regions?.includes(id) ?? true));
    const node = fit.find(({ id }) => !avoid.includes(id)) ?? fit[0];
    return node ? { id: node.id, region: node.id, families: ["ipv4"], area: "weur" } : null;
  }

  /** False where the registry does not know the node, whether or not it is there. */
  serve(nodeId: string, epoch: number): boolean {
    if (this.random.chance(this.chaos.noNode)) return false;
    this.nodes.find(({ id }) => id === nodeId)?.serve(epoch);
    return true;
  }

  #happen(): void {
    const { random } = this;
    const page = random.pick(this.pages);
    const node = random.pick(this.nodes);
    const source = random.pick(SOURCES);
    if (!page || !node || !source) return;
    const roll = random.between(0, 99);
    if (!page.wanted || roll < 12) page.enter();
    else if (roll < 24) page.say(`message ${roll}`);
    else if (roll < 28) this.#changeChat(page);
    else if (roll < 31) page.read();
    else if (roll < 37) page.look();
    else if (roll < 39) this.#relay(page);
    else if (roll < 40) random.chance(0.7) ? page.avoidDirect() : this.#bind(page);
    else if (roll < 60) page.publish(source);
    else if (roll < 66) page.unpublish(source);
    else if (roll < 74) this.#actOnAnother(page);
    else if (roll < 80) page.cut();
    else if (roll < 84) page.reload();
    else if (roll < 88) page.leave();
    else if (roll < 91) this.edge.hibernate();
    else if (roll < 94) node.cutLink();
    else if (roll < 95) node.die();
    else if (roll < 96) node.loseWorker();
    else if (roll < 97) node.drain();
    else if (roll < 98) this.clock.advance(random.between(1_000, 45_000));
    else this.edge.flushOutbox(random.pick(["never", "before", "after"] as const) ?? "never");
  }

  /** To one region, or to none. */
  #bind(page: PageModel): void {
    const region = this.random.pick(this.nodes)?.id;
    page.bind(region === undefined || this.random.chance(0.3) ? null : [region]);
  }

  /** To anybody whom the page knows of: itself, and people who have gone. */
  #relay(page: PageModel): void {
    const to = this.random.pick([...page.view.participants.keys()]);
    if (to !== undefined) page.relay(to);
  }

  /** One's own message or another's: whether it may be changed, the room decides. */
  #changeChat(page: PageModel): void {
    const message = this.random.pick(page.view.chat);
    const reaction = this.random.pick(REACTIONS);
    if (!message || !reaction) return;
    const roll = this.random.between(0, 9);
    if (roll < 5) page.edit(message.messageId, message.revision + 1, `edited ${roll}`);
    else if (roll < 6) page.delete(message.messageId);
    else page.react(message.messageId, reaction, this.random.chance(0.6));
  }

  /** Whether it may or not: the room decides. */
  #actOnAnother(page: PageModel): void {
    const producer = this.random.pick([...page.view.producers()]);
    if (!producer) return;
    if (this.random.chance(0.25)) page.draw(producer.id);
    if (this.random.chance(0.25)) page.setDrawing(producer.id, this.random.chance(0.5));
    if (this.random.chance(0.5)) page.pause(producer.id, this.random.chance(0.5));
    else if (producer.owner !== page.participantId) page.stop(producer.id);
  }

  /** `step` is pure: once in a while it is asked twice. */
  checkStep(before: RoomState, input: RoomInput, result: ReturnType<typeof step>): void {
    this.trace.push(`${this.clock.now} ${input.type} ${result.state.seq} ${result.effects.length}`);
    if (this.#steps++ % 50 === 0)
      deepStrictEqual(step(before, structuredClone(input)), result, "step is pure");
  }

  /** What holds at any time. */
  checkState(): void {
    const { state, store, openSockets } = this.edge;
    for (const { id, participantId, nodeId } of state.producers.values()) {
      const owner = state.participants.get(participantId);
      must(owner !== undefined, `producer ${id} has no owner in the room`);
      must(
        [owner?.nodeId, owner?.former?.nodeId].includes(nodeId),
        `producer ${id} is not where its owner is`,
      );
    }
    for (const { id, nodeId, movesTo, former } of state.participants.values()) {
      for (const each of [nodeId, movesTo, former?.nodeId ?? null])
        must(each === null || state.nodes.has(each), `${id} is on ${each}, which does not serve the room`);
      must(movesTo !== nodeId || nodeId === null, `${id} moves to where it is`);
    }
    const tabs = new Set<string>();
    const sockets = new Set<string>();
    for (const { id, userId, tab, socket } of state.participants.values()) {
      must(!tabs.has(`${userId} ${tab}`), `a tab of ${userId} is two participants`);
      tabs.add(`${userId} ${tab}`);
      if (socket === null) continue;
      must(!sockets.has(socket), `${socket} speaks for two participants`);
      must(openSockets.has(socket), `${id} speaks through ${socket}, which is closed`);
      sockets.add(socket);
    }
    must(state.participants.size <= 3 || state.route.route === "node", "more than three go direct");
    for (const [index, { seq }] of state.chat.entries()) {
      must(seq > (state.chat[index - 1]?.seq ?? 0), "chat is out of order");
    }
    if (this.#steps % 20 === 0)
      deepStrictEqual({ ...load(store), log: [] }, { ...state, log: [] }, "what is stored is what is");
  }

  /** What holds when the storm is over. */
  #checkSettled(): void {
    const { state, database, store } = this.edge;
    const inCall = this.pages.filter(({ wanted }) => wanted);
    const expected = inCall.map(({ userId, tab }) => `${userId} ${tab}`).sort();
    deepStrictEqual(
      [...state.participants.values()].map(({ userId, tab }) => `${userId} ${tab}`).sort(),
      expected,
      "who is in the room",
    );
    this.#checkChat();
    must(outbox(store, 1).length === 0, "the outbox is not empty");
    must(
      new Set([...database.values()].map(({ messageId }) => messageId)).size === database.size,
      "Postgres has a message twice",
    );
    this.#checkRoute();
    if (inCall.length === 0) return;
    this.#checkNodes();
    for (const page of inCall) this.#checkPage(page);
    checkWatching(state, new Map(this.nodes.flatMap(({ watches }) => [...watches])), inCall);
  }

  /** Each serves its own people, and has every stream of the room. */
  #checkNodes(): void {
    const { state } = this.edge;
    const { regions = null } = state.meta?.settings ?? {};
    for (const { nodeId, movesTo, former } of state.participants.values()) {
      must(state.nodes.has(nodeId ?? ""), "somebody has no node");
      must(movesTo === null && former === null, "somebody moves for ever");
    }
    must(state.reservations.size === 0, "who is in the room has something reserved");
    for (const node of this.nodes) {
      must(node.reserved.size === 0, `${node.id} keeps what nobody comes for`);
      const known = state.nodes.get(node.id);
      const people = [...state.participants.values()].filter(({ nodeId }) => nodeId === node.id);
      deepStrictEqual(
        sorted(node.participants.keys()),
        sorted(people.map(({ id }) => id)),
        `who is on ${node.id}`,
      );
      if (known === undefined) {
        must(node.producers.size === 0, `${node.id} has streams of a room that it does not serve`);
        continue;
      }
      must(known.socket !== null, `${node.id} is not linked`);
      must(
        regions?.includes(known.node.region) ?? true,
        `the room is in ${known.node.region}, and may not be`,
      );
      must(known.epoch === node.epoch, `${node.id} serves another epoch`);
      deepStrictEqual(sorted(node.producers.keys()), sorted(state.producers.keys()), `streams on ${node.id}`);
      const peers = [...state.nodes.values()].filter((other) => other !== known);
      deepStrictEqual(
        sorted(node.peers),
        sorted(peers.map((peer) => `${peer.node.id} ${peer.epoch}`)),
        `peers of ${node.id}`,
      );
    }
  }

  #checkChat(): void {
    const { database, state } = this.edge;
    for (const message of state.chat) {
      deepStrictEqual(database.get(message.seq), message, "Postgres has a message as it is");
    }
    for (const page of this.pages) {
      must(!page.wanted || page.chatWaiting === 0, "chat was never acknowledged");
      for (const [messageId, seq] of page.acknowledged) {
        must(
          database.get(seq)?.messageId === messageId,
          `message ${messageId}, acknowledged as ${seq}, is not there`,
        );
      }
    }
  }

  #checkRoute(): void {
    const { route, participants } = this.edge.state;
    const avoided = [...participants.values()].some(({ avoidsDirect }) => {
      return avoidsDirect !== null && avoidsDirect.until + TIMES.directCalmMs > this.clock.now;
    });
    if (!avoided) must(route.route === (participants.size > 3 ? "node" : "direct"), `it goes ${route.route}`);
  }

  #checkPage(page: PageModel): void {
    const { state } = this.edge;
    const own = [...state.producers.values()].filter(
      ({ participantId }) => participantId === page.participantId,
    );
    deepStrictEqual(
      sorted(page.publishing.producerIds),
      sorted(own.map(({ id }) => id)),
      `what ${page.userId} publishes`,
    );
    deepStrictEqual(
      own.map(({ source }) => source).sort(),
      [...page.publishing.wanted].sort(),
      `what ${page.userId} wants to publish`,
    );
    must(
      own.every(({ live }) => live),
      "a producer was never made",
    );
    const others = [...state.producers.values()].filter(
      ({ participantId }) => participantId !== page.participantId,
    );
    deepStrictEqual(
      sorted(page.consumers.keys()),
      sorted(others.map(({ id }) => id)),
      `what ${page.userId} is sent`,
    );
    const self = state.participants.get(page.participantId ?? "");
    must(self !== undefined && page.mediaEpoch === epochOf(state, self), `${page.userId} has no media`);
    must(page.view.seq === state.seq, `${page.userId} is at ${page.view.seq}, the room at ${state.seq}`);
    must(page.view.route === state.route.route, `${page.userId} believes that it goes ${page.view.route}`);
    const seen = [...page.view.participants.values()].map(({ id, connected, decodes, producers }) => ({
      id,
      connected,
      decodes,
      producers: producers.map(({ id, drawing = false }) => `${id} ${drawing}`).sort(),
    }));
    const real = [...state.participants.values()].map(({ id, socket, media }) => ({
      id,
      connected: socket !== null,
      decodes: decodedBy(media.rtpCapabilities),
      producers: sorted(
        [...state.producers.values()]
          .filter((p) => p.participantId === id)
          .map((p) => `${p.id} ${p.drawing}`),
      ),
    }));
    const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
    deepStrictEqual(seen.sort(byId), real.sort(byId), `the room as ${page.userId} sees it`);
    for (const { authorId, seq } of readMarksOf(state)) {
      if (authorId === `author-${page.userId}`) continue;
      must(page.view.reads.get(authorId) === seq, `how far ${authorId} has read, as ${page.userId} sees it`);
    }
    const ids = page.view.chat.map(({ messageId }) => messageId);
    must(new Set(ids).size === ids.length, `${page.userId} sees a message twice`);
    const shown = new Map(page.view.chat.map((message) => [message.messageId, message]));
    for (const message of state.chat)
      deepStrictEqual(shown.get(message.messageId), message, `a message as ${page.userId} sees it`);
  }
}

function sorted(ids: Iterable<string> | undefined): string[] {
  return [...(ids ?? [])].sort();
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
