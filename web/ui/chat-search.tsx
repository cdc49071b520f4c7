import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { LIMITS } from "../../protocol/limits.ts";
import type { ChatMessage } from "../../protocol/room/chat.ts";
import { searchWords } from "../../protocol/text.ts";
import { locale } from "../language/language.ts";
import { searchChat } from "../state/chat.ts";
import { CHAT_WORDS } from "./chat-words.ts";
import { highlight } from "./highlight.ts";
import "../styles/chat-search.css";

const WHEN = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

interface ChatSearchProps {
  onClose: () => void;
  onChoose: (messageId: string) => void;
}

/** What was found, for which words; `next` is the place before which there is more. */
interface Found {
  readonly words: readonly string[];
  readonly text: string;
  readonly messages: readonly ChatMessage[];
  readonly next: number | null;
  readonly away: boolean;
}

/** Searches the chat of all times: Enter searches, and in the list Enter goes to the message. */
export function ChatSearch({ onClose, onChoose }: ChatSearchProps) {
  const text = useSignal("");
  const found = useSignal<Found | null>(null);
  const busy = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const search = async (before: Found | null) => {
    const asked = before?.text ?? text.value;
    const words = searchWords(asked);
    if (words.length === 0 || busy.value) return;
    busy.value = true;
    const answer = await searchChat(asked, before?.next ?? null);
    busy.value = false;
    const messages = [...(before?.messages ?? []), ...(answer?.messages ?? [])];
    const next = answer === null ? (before?.next ?? null) : answer.more ? answer.next : null;
    found.value = { words, text: asked, messages, next, away: answer === null };
  };
  const result = found.value;
  return (
    <search
      class="chat-search"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.isComposing) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void search(null);
        }}
      >
        <input
          ref={field}
          type="search"
          aria-label={CHAT_WORDS.searchFor}
          placeholder={CHAT_WORDS.searchHint}
          maxLength={LIMITS.searchChars}
          enterkeyhint="search"
          autocomplete="off"
          aria-busy={busy.value || undefined}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </form>
      <p class="chat-search-state" role="status">
        {result === null ? "" : stateOf(result)}
      </p>
      {result === null || result.messages.length === 0 ? null : (
        <ol class="chat-search-results">
          {result.messages.map((message) => (
            <li key={message.messageId}>
              <button type="button" class="chat-search-result" onClick={() => onChoose(message.messageId)}>
                <span class="message-head">
                  <strong>{message.name}</strong> <time>{WHEN.format(message.at)}</time>
                </span>
                <span class="chat-search-text">
                  {highlight(searched(message), result.words).map(({ text: piece, isHit }, key) =>
                    isHit ? <mark key={key}>{piece}</mark> : piece,
                  )}
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
      {result === null || result.next === null ? null : (
        <button type="button" class="text-button" onClick={() => void search(result)}>
          {CHAT_WORDS.searchMore}
        </button>
      )}
    </search>
  );
}

/** What is searched of a message: its words, and what its files are called. */
function searched({ text, files }: ChatMessage): string {
  return [text, ...files.map(({ name }) => name)].filter(Boolean).join(" · ");
}

function stateOf({ messages, next, away }: Found): string {
  if (away) return CHAT_WORDS.searchAway;
  if (messages.length === 0) return CHAT_WORDS.searchNothing;
  return CHAT_WORDS.searchFound(messages.length, next !== null);
}
