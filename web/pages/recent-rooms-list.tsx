import { useSignal } from "@preact/signals";
import { CloseIcon } from "../ui/icons.tsx";
import { forgetRoom, recentRooms } from "./recent-rooms.ts";
import { followLink } from "./router.ts";

const WORDS = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const DAY_MS = 86_400_000;

/** The rooms that this browser was in lately. */
export function RecentRooms() {
  const rooms = useSignal(recentRooms());
  if (rooms.value.length === 0) return null;
  return (
    <section class="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">Recent rooms</h2>
      <ul>
        {rooms.value.map(({ slug, title, at }) => (
          <li key={slug}>
            <a href={`/r/${slug}`} onClick={followLink}>
              <span class="recent-title">{title}</span>
              <span class="recent-note">
                {slug} · {ago(at)}
              </span>
            </a>
            <button
              type="button"
              class="quiet-icon"
              aria-label={`Forget ${title}`}
              data-tip="Forget"
              onClick={() => {
                forgetRoom(slug);
                rooms.value = recentRooms();
              }}
            >
              <CloseIcon />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ago(at: number): string {
  const day = (time: number) => Math.floor((time - new Date(time).getTimezoneOffset() * 60_000) / DAY_MS);
  return WORDS.format(day(at) - day(Date.now()), "day");
}
