import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { typists } from "../state/typing.ts";
import { CHAT_WORDS } from "./chat-words.ts";

/** What was said aloud is taken away again; and for so long nobody hears it once more, whoever begins and stops. */
const STAYS_MS = 5_000;
const QUIET_MS = 30_000;

/** Who is writing. It keeps its line when nobody does, so that nothing moves. */
export function TypingLine() {
  const names = typists.value;
  const said = useSignal("");
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  const text = names.length === 0 ? "" : CHAT_WORDS.typing(names);
  const isQuiet = text === "";
  useEffect(() => {
    if (isQuiet || performance.now() - saidAt.current < QUIET_MS) return;
    saidAt.current = performance.now();
    said.value = CHAT_WORDS.typing(typists.peek());
    const timer = setTimeout(() => {
      said.value = "";
    }, STAYS_MS);
    return () => {
      clearTimeout(timer);
      said.value = "";
    };
  }, [isQuiet, said]);
  return (
    <>
      <p class="typing">{text}</p>
      <p class="hidden" aria-live="polite">
        {said}
      </p>
    </>
  );
}
