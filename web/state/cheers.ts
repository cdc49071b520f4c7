import { type ReadonlySignal, signal } from "@preact/signals";
import type { Cheered } from "../../protocol/room/hands.ts";
import type { Call } from "../call/call.ts";
import { selfInRoom, store } from "./call-store.ts";

/** An emoji that somebody shows for a moment. */
export interface Cheer {
  readonly id: number;
  readonly name: string;
  readonly isOwn: boolean;
  readonly reaction: Cheered["reaction"];
}

/** More at once are a blur: the oldest gives way. */
const AT_ONCE = 40;
const current = signal<readonly Cheer[]>([]);
let nextId = 1;
let call: Call | null = null;

/** What is shown now, oldest first. */
export const cheers: ReadonlySignal<readonly Cheer[]> = current;

/** Shows everybody an emoji for a moment. */
export function cheer(reaction: Cheered["reaction"]): void {
  if (call === null) return;
  call.cheer(reaction);
  show({ name: selfInRoom.value?.name ?? "", isOwn: true, reaction });
}

/** Somebody else shows one; of who is not in the room, nothing is shown. */
export function showCheer({ participantId, reaction }: Cheered): void {
  const person = store.view.value.participants.find(({ id }) => id === participantId);
  if (person) show({ name: person.name, isOwn: false, reaction });
}

/** It was shown for long enough. */
export function dropCheer(id: number): void {
  current.value = current.value.filter((cheer) => cheer.id !== id);
}

/** Goes along with a call as long as it lasts. Returns how to end that. */
export function followCheers(followed: Call): () => void {
  call = followed;
  return () => {
    call = null;
    current.value = [];
  };
}

function show(shown: Omit<Cheer, "id">): void {
  current.value = [...current.value, { id: nextId++, ...shown }].slice(-AT_ONCE);
}
