import { useSignal } from "@preact/signals";
import { LIMITS } from "../../../protocol/limits.ts";
import { t } from "../../language/translate.ts";
import { notify } from "../../state/notices.ts";
import { setPassword } from "../../state/room-access.ts";
import { TextField } from "../text-field.tsx";
import { ROOM_DIALOG_WORDS } from "./dialog-words.ts";

/** The room's password: nobody is shown the one that it has. */
export function PasswordForm({ hasPassword }: { hasPassword: boolean }) {
  const draft = useSignal("");
  const busy = useSignal(false);
  const change = async (password: string | null) => {
    if (busy.value) return;
    busy.value = true;
    const isSet = await setPassword(password);
    busy.value = false;
    if (!isSet) return;
    draft.value = "";
    if (password !== null) notify("info", ROOM_DIALOG_WORDS.passwordSet);
  };
  const isShort = draft.value.length < LIMITS.leastRoomPasswordChars;
  return (
    <form
      class="line-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isShort) void change(draft.value);
      }}
    >
      <TextField
        label={ROOM_DIALOG_WORDS.password}
        note={t("at least {leastRoomPasswordChars} characters", {
          leastRoomPasswordChars: LIMITS.leastRoomPasswordChars,
        })}
        value={draft}
        hint={hasPassword ? ROOM_DIALOG_WORDS.passwordSetHint : ROOM_DIALOG_WORDS.passwordHint}
        type="password"
        autoComplete="new-password"
        maxLength={LIMITS.passwordChars}
      />
      <div class="line-buttons">
        <button type="submit" class="button" disabled={isShort} aria-busy={busy.value}>
          {hasPassword ? ROOM_DIALOG_WORDS.changePassword : ROOM_DIALOG_WORDS.setPassword}
        </button>
        {hasPassword ? (
          <button type="button" class="button" onClick={() => void change(null)}>
            {ROOM_DIALOG_WORDS.removePassword}
          </button>
        ) : null}
      </div>
    </form>
  );
}
