import { reconsider } from "./lobby.ts";
import { detailsOf } from "./meta.ts";
import { obeyRegions } from "./placement.ts";
import { removeForbidden } from "./publishing.ts";
import { endForbiddenRecording } from "./recording.ts";
import type { RoomMeta, RoomPassword, Turn } from "./state.ts";
import { announce, answer, type From, type Sender } from "./turn.ts";

interface Now {
  readonly now: number;
}

/** Changes what the room is like. What somebody may not send any more ends. */
export function changeRoom(
  turn: Turn,
  sender: Sender,
  { id, type: _type, title, rules, ...changes }: From<"change-room">,
  { now }: Now,
): void {
  const { meta } = turn.state;
  if (!meta) return;
  const { settings } = meta;
  changeMeta(turn, {
    title: title ?? meta.title,
    settings: { ...settings, ...changes, rules: { ...settings.rules, ...rules } },
  });
  for (const participantId of turn.state.participants.keys()) {
    removeForbidden(turn, participantId, sender.id);
    endForbiddenRecording(turn, participantId);
  }
  if (changes.regions !== undefined) obeyRegions(turn, now);
  reconsider(turn, now);
  answer(turn, sender.socket, id, {});
}

/** Has who comes in asked for a password, or no longer. The shell makes the hash. */
export function setPassword(
  turn: Turn,
  sender: Sender,
  { password, id }: From<"set-password">,
  { now }: Now,
): void {
  const { socket } = sender;
  if (password === null) becomePassword(turn, { socket, request: id, password: null, now });
  else turn.effects.push({ type: "hash-password", socket, request: id, password });
}

/** The room has another password. */
export function becomePassword(
  turn: Turn,
  {
    socket,
    request,
    password,
    now,
  }: { socket: string; request: number | undefined; password: RoomPassword | null; now: number },
): void {
  changeMeta(turn, { password });
  reconsider(turn, now);
  answer(turn, socket, request, {});
}

/** Locks the room, or unlocks it. */
export function lock(turn: Turn, sender: Sender, { locked, id }: From<"lock">, { now }: Now): void {
  const { meta } = turn.state;
  if (!meta) return;
  changeMeta(turn, { settings: { ...meta.settings, locked } });
  reconsider(turn, now);
  answer(turn, sender.socket, id, {});
}

/** Changes what the room is, in its next version; Postgres hears of it by and by. */
export function changeMeta(turn: Turn, change: Partial<Omit<RoomMeta, "id" | "version">>): void {
  const { meta } = turn.state;
  if (meta) becomeMeta(turn, { ...meta, ...change, version: meta.version + 1 });
}

/**
 * Takes over what Postgres says of the room, unless the room knows better: what was changed in it may still be on its way
 * there. The address is Postgres's alone to give.
 */
export function learnMeta(turn: Turn, stored: RoomMeta): void {
  const { meta } = turn.state;
  const isOlder = meta !== null && stored.version < meta.version;
  becomeMeta(turn, isOlder ? { ...meta, slug: stored.slug } : stored);
  if (!isOlder) turn.state = { ...turn.state, writtenVersion: stored.version, handedFrom: null };
}

/** The room has another address. */
export function learnSlug(turn: Turn, slug: string): void {
  const { meta } = turn.state;
  if (meta) becomeMeta(turn, { ...meta, slug });
}

/** Everybody is told where what they see of it is different. */
function becomeMeta(turn: Turn, meta: RoomMeta): void {
  const before = turn.state.meta;
  turn.state = { ...turn.state, meta };
  const room = detailsOf(meta);
  if (before && JSON.stringify(room) !== JSON.stringify(detailsOf(before)))
    announce(turn, { type: "room-changed", room });
}

/** Postgres has this version of the room. */
export function metaWritten(turn: Turn, version: number): void {
  const { state } = turn;
  if (version <= state.writtenVersion) return;
  const isLatest = state.meta?.version === version;
  turn.state = { ...state, writtenVersion: version, handedFrom: isLatest ? null : state.handedFrom };
}
