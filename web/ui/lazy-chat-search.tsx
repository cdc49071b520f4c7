import type { ComponentProps } from "preact";
import { notify } from "../state/notices.ts";
import { useLoaded } from "./use-loaded.ts";
import { NOT_LOADED } from "./words.ts";

const load = () => import("./chat-search.tsx");
type ChatSearch = Awaited<ReturnType<typeof load>>["ChatSearch"];

/** The search in the chat, loaded when it is first opened. */
export function LazyChatSearch(props: ComponentProps<ChatSearch>) {
  const loaded = useLoaded(load, true, () => notify("error", NOT_LOADED.what));
  return loaded ? <loaded.ChatSearch {...props} /> : null;
}
