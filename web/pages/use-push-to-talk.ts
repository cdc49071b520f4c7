import { useEffect, useRef } from "preact/hooks";
import { preferences } from "../state/preferences.ts";
import { PushToTalk } from "../state/push-to-talk.ts";
import { holdsToTalk } from "../ui/shortcuts.ts";

/**
 * Has the space bar hold one's microphone open, where one chose that. Gives what else may hold it, or null where one did
 * not. While it is not `allowed` it is let go of, and space is left to what is open.
 */
export function usePushToTalk(open: (open: boolean) => void, allowed: boolean): PushToTalk | null {
  const latest = useRef(open);
  latest.current = open;
  const made = useRef<PushToTalk | null>(null);
  made.current ??= new PushToTalk((on) => latest.current(on));
  const talk = made.current;
  const isChosen = preferences.value.voiceMode === "push-to-talk";
  const isActive = isChosen && allowed;

  useEffect(() => {
    if (!isActive) return;
    const stop = new AbortController();
    const { signal } = stop;
    const hold = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !holdsToTalk(event, event.target)) return;
      // The page would scroll, over and over while it is held.
      event.preventDefault();
      talk.hold("key");
    };
    const letGo = (event: KeyboardEvent) => {
      if (event.key === " ") talk.release("key");
    };
    const letAllGo = () => talk.releaseAll();
    addEventListener("keydown", hold, { signal });
    addEventListener("keyup", letGo, { signal });
    // The key's release is told to whatever has the focus then.
    addEventListener("blur", letAllGo, { signal });
    document.addEventListener("visibilitychange", letAllGo, { signal });
    return () => {
      stop.abort();
      talk.releaseAll();
    };
  }, [isActive, talk]);

  return isChosen ? talk : null;
}
