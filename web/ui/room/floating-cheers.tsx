import { useEffect } from "preact/hooks";
import { type Cheer, cheers, dropCheer } from "../../state/cheers.ts";
import { ROOM_WORDS } from "./room-words.ts";

const SHOWN_MS = 4_000;
/** They rise side by side, not one over the other. */
const LANES = 5;

/** Emojis that people show, rising over the stage. */
export function FloatingCheers() {
  const shown = cheers.value;
  const last = shown.findLast(({ isOwn }) => !isOwn);
  return (
    <>
      <div class="cheers" aria-hidden="true">
        {shown.map((cheer) => (
          <FloatingCheer key={cheer.id} cheer={cheer} />
        ))}
      </div>
      <p class="hidden" aria-live="polite">
        {last ? ROOM_WORDS.shows(last.name, last.reaction) : ""}
      </p>
    </>
  );
}

function FloatingCheer({ cheer: { id, name, isOwn, reaction } }: { cheer: Cheer }) {
  useEffect(() => {
    const timer = setTimeout(() => dropCheer(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return (
    <span class={`cheer lane-${id % LANES}`}>
      <span class="cheer-emoji">{reaction}</span>
      <span class="cheer-name">{isOwn ? ROOM_WORDS.you : name}</span>
    </span>
  );
}
