import { type Signal, useSignal } from "@preact/signals";
import { LIMITS } from "../../../protocol/limits.ts";
import { t } from "../../language/translate.ts";
import { addPassword, changeEmail, changePassword } from "../../state/account.ts";
import { TextField } from "../../ui/text-field.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { SaveRow } from "./save-row.tsx";

/** Changes the address that one signs in with. */
export function EmailForm({ email: current }: { email: string }) {
  const email = useSignal(current);
  const password = useSignal("");
  const saving = useSubmission(() => changeEmail({ email: email.value, password: password.value }));
  return (
    <form
      class="card stacked"
      aria-labelledby="email-title"
      onSubmit={(event) => {
        event.preventDefault();
        void saving.submit();
      }}
    >
      <h2 id="email-title">{t("E-mail")}</h2>
      <TextField
        label={t("E-mail")}
        type="email"
        value={email}
        autoComplete="email"
        maxLength={LIMITS.emailChars}
        required
      />
      <CurrentPassword value={password} />
      <SaveRow saving={saving} label={t("Change e-mail")} done={t("Changed.")} />
    </form>
  );
}

/** Changes the password. */
export function PasswordForm() {
  const password = useSignal("");
  const next = useSignal("");
  const saving = useSubmission(() => changePassword({ password: password.value, next: next.value }));
  return (
    <form
      class="card stacked"
      aria-labelledby="password-title"
      onSubmit={(event) => {
        event.preventDefault();
        void saving.submit().then((answer) => {
          if (!answer) return;
          password.value = "";
          next.value = "";
        });
      }}
    >
      <h2 id="password-title">{t("Password")}</h2>
      <CurrentPassword value={password} />
      <TextField
        label={t("New password")}
        type="password"
        value={next}
        autoComplete="new-password"
        maxLength={LIMITS.passwordChars}
        required
        hint={t("At least {leastPasswordChars} characters. You will be signed out everywhere else.", {
          leastPasswordChars: LIMITS.leastPasswordChars,
        })}
      />
      <SaveRow saving={saving} label={t("Change password")} done={t("Changed.")} />
    </form>
  );
}

/** Adds a password to an account that has none. */
export function AddPasswordForm() {
  const email = useSignal("");
  const password = useSignal("");
  const saving = useSubmission(() => addPassword({ email: email.value, password: password.value }));
  return (
    <form
      class="card stacked"
      aria-labelledby="password-title"
      onSubmit={(event) => {
        event.preventDefault();
        void saving.submit();
      }}
    >
      <h2 id="password-title">{t("Password")}</h2>
      <p class="quiet">{t("So that you can sign in without the others.")}</p>
      <TextField
        label={t("E-mail")}
        type="email"
        value={email}
        autoComplete="email"
        maxLength={LIMITS.emailChars}
        required
      />
      <TextField
        label={t("New password")}
        type="password"
        value={password}
        autoComplete="new-password"
        maxLength={LIMITS.passwordChars}
        required
        hint={t("At least {leastPasswordChars} characters.", {
          leastPasswordChars: LIMITS.leastPasswordChars,
        })}
      />
      <SaveRow saving={saving} label={t("Add a password")} done={t("Saved.")} />
    </form>
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
