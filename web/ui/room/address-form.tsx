import { useSignal } from "@preact/signals";
import * as v from "valibot";
import { slugSchema } from "../../../protocol/ids.ts";
import { notify } from "../../state/notices.ts";
import { changeSlug } from "../../state/rooms.ts";
import { TextField } from "../text-field.tsx";
import { useSubmission } from "../use-submission.ts";
import { ROOM_DIALOG_WORDS } from "./dialog-words.ts";

/** The room's address. The room itself tells everybody of another one. */
export function AddressForm({ slug }: { slug: string }) {
  const draft = useSignal(slug);
  const next = draft.value.trim().toLowerCase();
  const isMalformed = !v.is(slugSchema, next);
  const { busy, fault, submit } = useSubmission(() => changeSlug(slug, next));
  return (
    <form
      class="line-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isMalformed && next !== slug)
          void submit().then((answer) => answer && notify("info", ROOM_DIALOG_WORDS.moved));
      }}
    >
      <TextField
        label={ROOM_DIALOG_WORDS.address}
        value={draft}
        autoComplete="off"
        maxLength={64}
        hint={ROOM_DIALOG_WORDS.addressHint}
        fault={isMalformed ? ROOM_DIALOG_WORDS.addressRules : (fault.value?.what ?? null)}
        required
      />
      <button type="submit" class="button" disabled={isMalformed || next === slug} aria-busy={busy.value}>
        {ROOM_DIALOG_WORDS.save}
      </button>
    </form>
  );
}
