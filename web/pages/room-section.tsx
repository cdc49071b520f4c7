import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { locale } from "../language/language.ts";
import { t } from "../language/translate.ts";
import { CloseIcon, LockIcon } from "../ui/icons.tsx";
import { followLink } from "./router.ts";

const WORDS = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const DAY_MS = 86_400_000;

/** A room in a list, and when somebody was in it. */
interface ListedRoom {
  readonly slug: string;
  readonly title: string;
  readonly at: number;
  readonly encrypted?: boolean;
}

interface RoomSectionProps<R extends ListedRoom> {
  title: string;
  rooms: readonly R[];
  onForget?: (slug: string) => void;
  /** What else can be done with a room. */
  actions?: (room: R) => ComponentChildren;
}

/** Rooms under a heading; nothing where there are none. */
export function RoomSection<R extends ListedRoom>({ title, rooms, onForget, actions }: RoomSectionProps<R>) {
  const id = useId();
  if (rooms.length === 0) return null;
  return (
    <section class="recent" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul>
        {rooms.map((room) => (
          <li key={room.slug}>
            <a href={`/r/${room.slug}`} onClick={followLink}>
              <span class="recent-title">
                {room.title}
                {room.encrypted ? (
                  <span class="recent-lock" title={t("End-to-end encrypted: open it by its whole link")}>
                    <LockIcon />
                    <span class="hidden">{t("End-to-end encrypted")}</span>
                  </span>
                ) : null}
              </span>
              <span class="recent-note">
                {room.slug} · {ago(room.at)}
              </span>
            </a>
            {actions?.(room)}
            {onForget ? (
              <button
                type="button"
                class="quiet-icon"
                aria-label={t("Forget {title}", { title: room.title })}
                data-tip={t("Forget")}
                onClick={() => onForget(room.slug)}
              >
                <CloseIcon />
              </button>
            ) : null}
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
