import { useSignal } from "@preact/signals";
import { LIMITS } from "../../../protocol/limits.ts";
import { TextField } from "../text-field.tsx";
import { ROOM_DIALOG_WORDS } from "./dialog-words.ts";

/** The room's name. */
export function TitleForm({ title, onSave }: { title: string; onSave: (title: string) => void }) {
  const draft = useSignal(title);
  const isChanged = draft.value.trim() !== "" && draft.value.trim() !== title;
  return (
    <form
      class="line-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) onSave(draft.value.trim());
      }}
    >
      <TextField
        label={ROOM_DIALOG_WORDS.title}
        value={draft}
        autoComplete="off"
        maxLength={LIMITS.titleChars}
        required
      />
      <button type="submit" class="button" disabled={!isChanged}>
        {ROOM_DIALOG_WORDS.save}
      </button>
    </form>
  );
}
