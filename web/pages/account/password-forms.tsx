import { type Signal, useSignal } from "@preact/signals";
import { LIMITS } from "../../../protocol/limits.ts";
import { t } from "../../language/translate.ts";
import { addPassword, changeEmail, changePassword } from "../../state/account.ts";
import { TextField } from "../../ui/text-field.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { AccountForm } from "./account-form.tsx";

/** Changes the address that one signs in with. */
export function EmailForm({ email: current }: { email: string }) {
  const email = useSignal(current);
  const password = useSignal("");
  const saving = useSubmission(() => changeEmail({ email: email.value, password: password.value }));
  const isMailed = useSignal(false);
  return (
    <AccountForm
      title={t("E-mail")}
      saving={saving}
      label={t("Change e-mail")}
      done={isMailed.value ? MAILED : t("Changed.")}
      onDone={({ account }) => {
        isMailed.value = account === null;
      }}
    >
      <Email value={email} />
      <CurrentPassword value={password} />
    </AccountForm>
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
  const saving = useSubmission(() => addPassword({ email: email.value, password: password.value }));
  const isMailed = useSignal(false);
  return (
    <AccountForm
      title={t("Password")}
      saving={saving}
      label={t("Add a password")}
      done={isMailed.value ? MAILED : t("Saved.")}
      onDone={({ account }) => {
        isMailed.value = account === null;
      }}
    >
      <p class="quiet">{t("So that you can sign in without the others.")}</p>
      <Email value={email} />
      <NewPassword value={password} hint={t("At least {leastPasswordChars} characters.", LEAST)} />
    </AccountForm>
  );
}

const MAILED = t("Open the link that we have e-mailed there; then it is changed.");
const LEAST = { leastPasswordChars: LIMITS.leastPasswordChars };

function Email({ value }: { value: Signal<string> }) {
  return (
    <TextField
      label={t("E-mail")}
      type="email"
      value={value}
      autoComplete="email"
      maxLength={LIMITS.emailChars}
      required
    />
  );
}

function CurrentPassword({ value }: { value: Signal<string> }) {
  return (
    <TextField
      label={t("Current password")}
      type="password"
      value={value}
      autoComplete="current-password"
      maxLength={LIMITS.passwordChars}
      required
    />
  );
}

function NewPassword({ value, hint }: { value: Signal<string>; hint: string }) {
  return (
    <TextField
      label={t("New password")}
      type="password"
      value={value}
      autoComplete="new-password"
      maxLength={LIMITS.passwordChars}
      required
      hint={hint}
    />
  );
}
