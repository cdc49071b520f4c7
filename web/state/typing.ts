import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Typing } from "../../protocol/room/reading.ts";
import type { Call } from "../call/call.ts";
import { store } from "./call-store.ts";

/** Whoever goes on writing says so this often, */
const SAID_AGAIN_MS = 3_000;
/** begins anew no more often than this, */
const AT_LEAST_MS = 1_000;
/** stops when nothing was written for so long, */
const IDLE_MS = 5_000;
/** and is forgotten where nothing was heard of it for so long. */
const FORGOTTEN_MS = 7_000;

const timers = new Map<string, ReturnType<typeof setTimeout>>();
const typing = signal<ReadonlySet<string>>(new Set());

/** The names of the others who are writing something, in the order in which they began. */
export const typists: ReadonlySignal<readonly string[]> = computed(() => {
  const { participants } = store.view.value;
  return [...typing.value].flatMap((id) => participants.find((person) => person.id === id)?.name ?? []);
});

/** Somebody else writes, or no longer. */
export function showTyping({ participantId, on }: Typing): void {
  clearTimeout(timers.get(participantId));
  timers.delete(participantId);
  const forget = () => showTyping({ participantId, on: false });
  if (on) timers.set(participantId, setTimeout(forget, FORGOTTEN_MS));
  if (typing.peek().has(participantId) !== on) typing.value = new Set(timers.keys());
}

let call: Call | null = null;
/** Whether the others take one for writing, and when they were last told so. */
let said = false;
let saidAt = Number.NEGATIVE_INFINITY;
let idle: ReturnType<typeof setTimeout> | undefined;

/** One writes in the box, or there is nothing in it any more. */
export function tellTyping(on: boolean): void {
  clearTimeout(idle);
  if (on) idle = setTimeout(() => tellTyping(false), IDLE_MS);
  const now = performance.now();
  if (on ? now - saidAt < (said ? SAID_AGAIN_MS : AT_LEAST_MS) : !said) return;
  said = on;
  if (on) saidAt = now;
  call?.typing(on);
}

/** What one wrote is sent: the message itself says to the others that one writes no longer. */
export function typedMessage(): void {
  clearTimeout(idle);
  said = false;
}

/** Goes along with a call as long as it lasts. Returns how to end that. */
export function followTyping(followed: Call): () => void {
  call = followed;
  return () => {
    if (call === followed) call = null;
    clearTimeout(idle);
    said = false;
    saidAt = Number.NEGATIVE_INFINITY;
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
    typing.value = new Set();
  };
}
