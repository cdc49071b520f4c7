import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { AddressChange } from "../../../protocol/account.ts";
import { t } from "../../language/translate.ts";
import { addPassword, changeEmail, changePassword } from "../../state/account.ts";
import type { Answer } from "../../state/request.ts";
import { useSubmission } from "../../ui/use-submission.ts";
import { AccountForm } from "./account-form.tsx";
import { CurrentPassword, Email, LEAST, NewPassword } from "./credential-fields.tsx";

/** Changes the address that one signs in with. */
export function EmailForm({ email: current }: { email: string }) {
  const email = useSignal(current);
  const password = useSignal("");
  return (
    <AddressForm
      title={t("E-mail")}
      change={() => changeEmail({ email: email.value, password: password.value })}
      label={t("Change e-mail")}
      done={t("Changed.")}
    >
      <Email value={email} />
      <CurrentPassword value={password} />
    </AddressForm>
  );
}

/** Changes the password. */
export function PasswordForm() {
  const password = useSignal("");
  const next = useSignal("");
  const saving = useSubmission(() => changePassword({ password: password.value, next: next.value }));
  return (
    <AccountForm
      title={t("Password")}
      saving={saving}
      label={t("Change password")}
      done={t("Changed.")}
      onDone={() => {
        password.value = "";
        next.value = "";
      }}
    >
      <CurrentPassword value={password} />
      <NewPassword
        value={next}
        hint={t("At least {leastPasswordChars} characters. You will be signed out everywhere else.", LEAST)}
      />
    </AccountForm>
  );
}

/** Adds a password to an account that has none. */
export function AddPasswordForm() {
  const email = useSignal("");
  const password = useSignal("");
  return (
    <AddressForm
      title={t("Password")}
      change={() => addPassword({ email: email.value, password: password.value })}
      label={t("Add a password")}
      done={t("Saved.")}
    >
      <p class="quiet">{t("So that you can sign in without the others.")}</p>
      <Email value={email} />
      <NewPassword value={password} />
    </AddressForm>
  );
}

interface AddressFormProps {
  title: string;
  change: () => Promise<Answer<AddressChange>>;
  label: string;
  /** What is said where no mail has to be answered first. */
  done: string;
  children: ComponentChildren;
}

/** A form that gives the account another address, at once or by a mail. */
function AddressForm({ title, change, label, done, children }: AddressFormProps) {
  const saving = useSubmission(change);
  const isMailed = useSignal(false);
  return (
    <AccountForm
      title={title}
      saving={saving}
      label={label}
      done={isMailed.value ? t("Open the link that we have e-mailed there; then it is changed.") : done}
      onDone={({ account }) => {
        isMailed.value = account === null;
      }}
    >
      {children}
    </AccountForm>
  );
}
