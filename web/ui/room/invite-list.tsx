import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Invite } from "../../../protocol/room/invites.ts";
import { locale } from "../../language/language.ts";
import { t } from "../../language/translate.ts";
import { listInvites, makeInvite, revokeInvite } from "../../state/room-access.ts";
import { Choice } from "../choice.tsx";
import { copyLink } from "../copy-link.ts";
import { ROOM_DIALOG_WORDS } from "./dialog-words.ts";

const WHEN = new Intl.DateTimeFormat(locale, {
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
});
const HOUR_MS = 3600_000;
/** 0 is without end, or any number. */
const TIMES = [
  { value: HOUR_MS, label: t("1 hour") },
  { value: 24 * HOUR_MS, label: t("1 day") },
  { value: 7 * 24 * HOUR_MS, label: t("7 days") },
  { value: 0, label: ROOM_DIALOG_WORDS.anyTime },
] as const;
const USES = [
  { value: 1, label: "1" },
  { value: 10, label: "10" },
  { value: 100, label: "100" },
  { value: 0, label: ROOM_DIALOG_WORDS.anyNumber },
] as const;

/** Invitations: those that there are, and another one. `linkOf` makes the link of one. */
export function InviteList({ linkOf }: { linkOf: (code: string) => string }) {
  const invites = useSignal<readonly Invite[] | "loading" | null>("loading");
  const forMs = useSignal<number>(24 * HOUR_MS);
  const uses = useSignal<number>(10);
  const refresh = async () => {
    invites.value = await listInvites();
  };
  useEffect(() => void refresh(), []);
  const copy = (code: string) => void copyLink(linkOf(code), ROOM_DIALOG_WORDS.inviteMade);
  const make = async () => {
    const code = await makeInvite(forMs.value || null, uses.value || null);
    if (code !== null) copy(code);
    await refresh();
  };
  const revoke = async (code: string) => {
    await revokeInvite(code);
    await refresh();
  };
  return (
    <>
      <p class="field-hint">{ROOM_DIALOG_WORDS.inviteHint}</p>
      <Choice
        legend={ROOM_DIALOG_WORDS.inviteFor}
        name="invite-for"
        options={TIMES}
        value={forMs.value}
        onChange={(value) => {
          forMs.value = value;
        }}
      />
      <Choice
        legend={ROOM_DIALOG_WORDS.inviteUses}
        name="invite-uses"
        options={USES}
        value={uses.value}
        onChange={(value) => {
          uses.value = value;
        }}
      />
      <div class="line-buttons">
        <button type="button" class="button primary" onClick={() => void make()}>
          {ROOM_DIALOG_WORDS.makeInvite}
        </button>
      </div>
      <Listed invites={invites.value} onCopy={copy} onRevoke={(code) => void revoke(code)} />
    </>
  );
}

interface ListedProps {
  invites: readonly Invite[] | "loading" | null;
  onCopy: (code: string) => void;
  onRevoke: (code: string) => void;
}

function Listed({ invites, onCopy, onRevoke }: ListedProps) {
  if (invites === "loading") return <p class="field-hint" aria-busy="true" />;
  if (invites === null) return <p class="field-hint">{ROOM_DIALOG_WORDS.invitesUnknown}</p>;
  if (invites.length === 0) return <p class="field-hint">{ROOM_DIALOG_WORDS.noInvites}</p>;
  return (
    <ul class="rows">
      {invites.map((invite) => {
        const { people, time } = describe(invite);
        const what = `${people}, ${time}`;
        return (
          <li key={invite.code}>
            <span class="person-who">
              <span class="person-name">{people}</span>
              <span class="person-note">
                {time}, {ROOM_DIALOG_WORDS.inviteBy(invite.by)}
              </span>
            </span>
            <span class="row-buttons">
              <button
                type="button"
                class="small-button"
                aria-label={`${ROOM_DIALOG_WORDS.copyInvite}: ${what}`}
                onClick={() => onCopy(invite.code)}
              >
                {ROOM_DIALOG_WORDS.copyInvite}
              </button>
              <button
                type="button"
                class="small-button danger"
                aria-label={`${ROOM_DIALOG_WORDS.revoke}: ${what}`}
                onClick={() => onRevoke(invite.code)}
              >
                {ROOM_DIALOG_WORDS.revoke}
              </button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function describe({ until, uses, used }: Invite): { people: string; time: string } {
  const time = until === null ? ROOM_DIALOG_WORDS.anyTime : ROOM_DIALOG_WORDS.inviteUntil(WHEN.format(until));
  const people = uses === null ? ROOM_DIALOG_WORDS.anyNumber : ROOM_DIALOG_WORDS.inviteUsed(used, uses);
  return { people, time };
}
