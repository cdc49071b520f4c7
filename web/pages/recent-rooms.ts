import * as v from "valibot";

const KEY = "nearcast:recent-rooms";
const KEPT = 6;

const recentSchema = v.array(v.object({ slug: v.string(), title: v.string(), at: v.number() }));

/** A room that this browser was in, and when. */
export type RecentRoom = v.InferOutput<typeof recentSchema>[number];

/** The rooms that this browser was in, latest first. */
export function recentRooms(): RecentRoom[] {
  try {
    const parsed = v.safeParse(recentSchema, JSON.parse(localStorage.getItem(KEY) ?? "[]"));
    return parsed.success ? parsed.output : [];
  } catch {
    return []; // Blocked storage, or somebody else's text: then there is nothing to remember.
  }
}

/** Remembers that this browser was in a room. */
export function rememberRoom(room: { slug: string; title: string }, at: number): void {
  const others = recentRooms().filter((other) => other.slug !== room.slug);
  store([{ slug: room.slug, title: room.title, at }, ...others].slice(0, KEPT));
}

/** Forgets a room. */
export function forgetRoom(slug: string): void {
  store(recentRooms().filter((room) => room.slug !== slug));
}

function store(rooms: readonly RecentRoom[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(rooms));
  } catch {
    // Storage may be full or blocked.
  }
}
