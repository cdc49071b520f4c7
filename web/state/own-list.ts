import { signal } from "@preact/signals";
import { account } from "./remembered-account.ts";
import type { Answer } from "./request.ts";

/** Something that the API lists for who is signed in. */
export interface OwnList<T> {
  /** As it was told last: it is there at once when one comes back to it. Null until it is known. */
  current(): T | null;
  /** Asks for it; what is being answered may be old already, so it is asked for again then. */
  load(): Promise<Answer<unknown>>;
  /** It may be another one now: asks for it where somebody has looked at it. */
  refresh(): void;
}

/** A list that nobody has asked for yet. @param ask asks the API for it */
export function ownList<T>(ask: () => Promise<Answer<T>>): OwnList<T> {
  const known = signal<{ userId: string; value: T } | null>(null);
  let loading: Promise<Answer<unknown>> | null = null;
  /** Whether it has changed since it was asked for. */
  let isStale = false;

  const loadFresh = async (): Promise<Answer<unknown>> => {
    for (;;) {
      isStale = false;
      const userId = account.value?.id;
      const answer = await ask();
      if (answer.kind === "ok" && userId !== undefined) known.value = { userId, value: answer.value };
      if (!isStale) return answer;
    }
  };
  const current = () => (known.value && known.value.userId === account.value?.id ? known.value.value : null);
  const load = () => {
    isStale = true;
    loading ??= loadFresh().finally(() => {
      loading = null;
    });
    return loading;
  };
  return {
    current,
    load,
    refresh: () => {
      if (loading || current()) void load();
    },
  };
}
