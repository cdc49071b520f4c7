import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../language/translate.ts";
import type { Message, Person } from "../state/types.ts";
import { comings } from "./text.ts";

interface AnnouncerProps {
  people: readonly Person[];
  messages: readonly Message[];
  /** An open chat is a log of its own, which is read as it grows. */
  chatOpen: boolean;
}

/** What was said is taken away again, so that nobody who reads on comes across it later. */
const STAYS_MS = 5_000;

/** Says aloud, politely, who comes and goes and what is written; nothing of it is seen. */
export function Announcer({ people, messages, chatOpen }: AnnouncerProps) {
  const text = useSignal("");
  const before = useRef(people);
  const lastRead = useRef(messages.at(-1)?.messageId);

  useEffect(() => {
    const lines = comings(before.current, people);
    before.current = people;
    if (lines.length > 0) text.value = lines.join(". ");
  }, [people, text]);

  useEffect(() => {
    const from = messages.findLastIndex((message) => message.messageId === lastRead.current) + 1;
    const fresh = messages.slice(from).filter(({ isOwn }) => !isOwn);
    lastRead.current = messages.at(-1)?.messageId;
    // Many at once are what was missed while the connection was away: the panel has them.
    if (!chatOpen && fresh.length > 0 && fresh.length <= 3) {
      const names = new Set(fresh.map((message) => message.name));
      text.value = t("New chat message from {names}", { names: [...names].join(", ") });
    }
  }, [messages, chatOpen, text]);

  useEffect(() => {
    if (chatOpen) text.value = "";
  }, [chatOpen, text]);

  useEffect(() => {
    if (text.value === "") return;
    const timer = setTimeout(() => {
      text.value = "";
    }, STAYS_MS);
    return () => clearTimeout(timer);
  }, [text.value, text]);

  return (
    <p class="hidden" aria-live="polite">
      {text}
    </p>
  );
}
