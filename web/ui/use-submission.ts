import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { Answer } from "../state/request.ts";
import { errorWords, type Words } from "./words.ts";

/** A form that is sent to the API, one at a time. */
export interface Submission<T> {
  readonly busy: ReadonlySignal<boolean>;
  readonly fault: ReadonlySignal<Words | null>;
  /** Whether it has been done, and nothing was tried since. */
  readonly done: ReadonlySignal<boolean>;
  /** Sends it; resolves to what was answered, or to null where that was an error. */
  submit(): Promise<T | null>;
}

/** Sends a form by `send`, and says what came of it. */
export function useSubmission<T>(send: () => Promise<Answer<T>>): Submission<T> {
  const busy = useSignal(false);
  const fault = useSignal<Words | null>(null);
  const done = useSignal(false);
  const submit = async () => {
    if (busy.value) return null;
    busy.value = true;
    fault.value = null;
    done.value = false;
    const answer = await send();
    busy.value = false;
    if (answer.kind === "ok") {
      done.value = true;
      return answer.value;
    }
    fault.value = errorWords(answer.error.code, answer.error.message);
    return null;
  };
  return { busy, fault, done, submit };
}
