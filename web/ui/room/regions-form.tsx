import { useSignal } from "@preact/signals";
import { LIMITS } from "../../../protocol/limits.ts";
import { TextField } from "../text-field.tsx";
import { ROOM_DIALOG_WORDS } from "./dialog-words.ts";

interface RegionsFormProps {
  regions: readonly string[] | null;
  /** Null: anywhere. */
  onSave: (regions: string[] | null) => void;
}

/** Where the room's media may be. */
export function RegionsForm({ regions, onSave }: RegionsFormProps) {
  const draft = useSignal(textOf(regions));
  const named = namesIn(draft.value);
  const isChanged = textOf(named) !== textOf(regions) && named.length <= LIMITS.regionsPerRoom;
  return (
    <form
      class="line-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) onSave(named.length > 0 ? named : null);
      }}
    >
      <TextField
        label={ROOM_DIALOG_WORDS.regions}
        hint={ROOM_DIALOG_WORDS.regionsHint}
        value={draft}
        autoComplete="off"
        maxLength={400}
      />
      <button type="submit" class="button" disabled={!isChanged}>
        {ROOM_DIALOG_WORDS.save}
      </button>
    </form>
  );
}

function textOf(regions: readonly string[] | null): string {
  return (regions ?? []).join(", ");
}

function namesIn(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}
