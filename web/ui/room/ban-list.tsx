import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Banned } from "../../../protocol/room/moderation.ts";
import { locale } from "../../language/language.ts";
import { listBans, unban } from "../../state/call.ts";
import { ROOM_DIALOG_WORDS } from "./dialog-words.ts";

const WHEN = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

/** Who is banned, and how to end that. */
export function BanList() {
  const bans = useSignal<readonly Banned[] | "loading" | null>("loading");
  useEffect(() => {
    void listBans().then((list) => {
      bans.value = list;
    });
  }, [bans]);
  const { value } = bans;
  if (value === "loading") return <p class="field-hint" aria-busy="true" />;
  if (value === null) return <p class="field-hint">{ROOM_DIALOG_WORDS.bansUnknown}</p>;
  if (value.length === 0) return <p class="field-hint">{ROOM_DIALOG_WORDS.noBans}</p>;
  const end = async (authorId: string) => {
    await unban(authorId);
    bans.value = await listBans();
  };
  return (
    <ul class="rows">
      {value.map(({ authorId, name, by, at }) => (
        <li key={authorId}>
          <span class="person-who">
            <span class="person-name">{name}</span>
            <span class="person-note">{ROOM_DIALOG_WORDS.bannedBy(by, WHEN.format(at))}</span>
          </span>
          <button
            type="button"
            class="small-button"
            aria-label={`${ROOM_DIALOG_WORDS.unban}: ${name}`}
            onClick={() => void end(authorId)}
          >
            {ROOM_DIALOG_WORDS.unban}
          </button>
        </li>
      ))}
    </ul>
  );
}
