import { useSignal } from "@preact/signals";
import type { Account } from "../../../protocol/account.ts";
import { LIMITS } from "../../../protocol/limits.ts";
import { t } from "../../language/translate.ts";
import { changeProfile } from "../../state/account.ts";
import { TextField } from "../../ui/text-field.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { AccountForm } from "./account-form.tsx";
import { PictureForm } from "./picture-form.tsx";

/** What one is called. */
export function ProfileForm({ account }: { account: Account }) {
  const name = useSignal(account.name);
  const handle = useSignal(account.handle);
  const status = useSignal(account.status);
  const saving = useSubmission(() =>
    changeProfile({ name: name.value.trim(), handle: handle.value.trim(), status: status.value.trim() }),
  );
  return (
    <AccountForm title={t("Profile")} saving={saving} label={t("Save")} done={t("Saved.")}>
      <PictureForm account={account} />
      <TextField label={t("Name")} value={name} autoComplete="name" maxLength={LIMITS.nameChars} required />
      <TextField
        label={t("Handle")}
        value={handle}
        autoComplete="off"
        maxLength={LIMITS.handleChars}
        required
        hint={t("By which others find you: 3 to 30 of a–z, 0–9 and underscores.")}
      />
      <TextField
        label={t("Status")}
        note={t("optional")}
        value={status}
        autoComplete="off"
        maxLength={LIMITS.statusChars}
        hint={t("A line that your friends see, such as “On holiday until Monday”.")}
      />
    </AccountForm>
  );
}
