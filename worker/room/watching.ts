import { KIND_OF_SOURCE } from "../../protocol/room/producers.ts";
import type { ToPage } from "../../protocol/room/to-page.ts";
import { FULL_SIZE, isSameSize, NO_SIZE, type Size } from "../../protocol/room/watching.ts";
import { type Producer, type RoomState, type Turn, type Watch, withEntry } from "./state.ts";
import { answer, type From, orderFor, type Sender, tell } from "./turn.ts";

type DemandedStream = Extract<ToPage, { type: "demand" }>["streams"][number];

/** Somebody says what they show: the node sends them that, and whoever sends it hears how large it is wanted. */
export function watch(turn: Turn, sender: Sender, { streams, maxBitrate, id }: From<"watch">): void {
  const before = turn.state;
  const watchable = streams.filter(({ producerId }) => isWatchable(before, sender.id, producerId));
  const wishes = watchable.map(({ producerId, ...wish }) => [producerId, wish] as const);
  const next: Watch = { streams: Object.fromEntries(wishes), maxBitrate };
  if (JSON.stringify(next) !== JSON.stringify(before.watches.get(sender.id))) {
    turn.state = { ...before, watches: withEntry(before.watches, sender.id, next) };
    orderWatch(turn, sender.id);
    tellDemand(turn, before, sender.id);
  }
  answer(turn, sender.socket, id, {});
}

/** Pictures of others that everybody knows of; of what else a page may list, nothing is kept. */
function isWatchable(state: RoomState, viewerId: string, producerId: string): boolean {
  const producer = state.producers.get(producerId);
  return producer?.live === true && producer.participantId !== viewerId && isPicture(producer);
}

function isPicture({ source }: Producer): boolean {
  return KIND_OF_SOURCE[source] === "video";
}

/** Tells the node what a participant shows, if it has said so. What comes from elsewhere, the node does not send. */
export function orderWatch(turn: Turn, participantId: string): void {
  const watch = turn.state.watches.get(participantId);
  if (watch === undefined) return;
  const streams = Object.entries(watch.streams).map(([producerId, { width, height, priority, via }]) => ({
    producerId,
    ...(via === "direct" ? NO_SIZE : { width, height }),
    priority,
  }));
  orderFor(turn, participantId, { type: "watch", participantId, streams, maxBitrate: watch.maxBitrate });
}

/** Whether it is a screen, which somebody who is expected comes for; its node may not have it yet. */
export function isScreen({ source }: Producer): boolean {
  return source === "screen";
}

/** Who is expected to join at any moment. */
function expectedIn({ reservations }: RoomState): string[] {
  const expected = [...reservations.values()].filter(({ expectedUntil }) => expectedUntil !== undefined);
  return expected.map(({ participantId }) => participantId);
}

/** How large a viewer wants a stream from the node: in full until it says otherwise. Who is only expected comes for the screens. */
function wishOf(state: RoomState, viewerId: string, producer: Producer): Size {
  const { participants, watches } = state;
  if (viewerId === producer.participantId) return NO_SIZE;
  if (!participants.has(viewerId))
    return isScreen(producer) && expectedIn(state).includes(viewerId) ? FULL_SIZE : NO_SIZE;
  const wish = watches.get(viewerId)?.streams[producer.id];
  if (wish === undefined) return FULL_SIZE;
  return wish.via === "direct" ? NO_SIZE : wish;
}

/** The largest width and height in which anybody wants a stream from the node; 0 × 0 where nobody does. */
export function demandOf(state: RoomState, producer: Producer): Size {
  if (isScreen(producer) && expectedIn(state).length > 0) return FULL_SIZE;
  let { width, height } = NO_SIZE;
  for (const viewerId of state.participants.keys()) {
    const wish = wishOf(state, viewerId, producer);
    width = Math.max(width, wish.width);
    height = Math.max(height, wish.height);
    if (width === FULL_SIZE.width && height === FULL_SIZE.height) break;
  }
  return { width, height };
}

/** After one viewer came, went, or said what it shows: the owners of streams for which that changed the demand hear it. */
export function tellDemand(turn: Turn, before: RoomState, viewerId: string): void {
  const changed = new Map<string, DemandedStream[]>();
  for (const producer of turn.state.producers.values()) {
    if (!producer.live || !isPicture(producer)) continue;
    if (isSameSize(wishOf(before, viewerId, producer), wishOf(turn.state, viewerId, producer))) continue;
    const demand = demandOf(turn.state, producer);
    if (isSameSize(demandOf(before, producer), demand)) continue;
    const streams = changed.get(producer.participantId) ?? [];
    changed.set(producer.participantId, [...streams, { producerId: producer.id, ...demand }]);
  }
  for (const [ownerId, streams] of changed) tell(turn, ownerId, { type: "demand", streams });
}

/** A new stream counts as wanted in full until its owner hears otherwise. */
export function tellFirstDemand(turn: Turn, producer: Producer): void {
  const demand = demandOf(turn.state, producer);
  if (!isPicture(producer) || isSameSize(demand, FULL_SIZE)) return;
  tell(turn, producer.participantId, { type: "demand", streams: [{ producerId: producer.id, ...demand }] });
}

/** Tells an owner who may have missed something the demand for all of its streams. */
export function tellWholeDemand(turn: Turn, ownerId: string): void {
  const own = [...turn.state.producers.values()].filter(
    (producer) => producer.participantId === ownerId && producer.live && isPicture(producer),
  );
  const streams = own.map((producer) => ({ producerId: producer.id, ...demandOf(turn.state, producer) }));
  if (streams.length > 0) tell(turn, ownerId, { type: "demand", streams });
}
