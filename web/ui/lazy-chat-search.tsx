import { useSignal } from "@preact/signals";
import type { ComponentProps } from "preact";
import { useEffect } from "preact/hooks";
import { notify } from "../state/notices.ts";
import { NOT_LOADED } from "./words.ts";

type ChatSearch = typeof import("./chat-search.tsx").ChatSearch;

/** The search in the chat, loaded when it is first opened. */
export function LazyChatSearch(props: ComponentProps<ChatSearch>) {
  const loaded = useSignal<{ ChatSearch: ChatSearch } | null>(null);
  useEffect(() => {
    import("./chat-search.tsx").then(
      (module) => {
        loaded.value = module;
      },
      () => notify("error", NOT_LOADED.what),
    );
  }, [loaded]);
  return loaded.value ? <loaded.value.ChatSearch {...props} /> : null;
}
