import type { Signal } from "@preact/signals";
import { LIMITS } from "../../../protocol/limits.ts";
import { t } from "../../language/translate.ts";
import { TextField } from "../../ui/text-field.tsx";

/** What a password takes, as texts have it. */
export const LEAST = { leastPasswordChars: LIMITS.leastPasswordChars };

interface PasswordFieldProps {
  value: Signal<string>;
  label?: string;
}

/** The password that one has. */
export function CurrentPassword({ value, label = t("Current password") }: PasswordFieldProps) {
  return (
    <TextField
      label={label}
      type="password"
      value={value}
      autoComplete="current-password"
      maxLength={LIMITS.passwordChars}
      required
    />
  );
}

/** A password that is chosen now. */
export function NewPassword({
  value,
  label = t("New password"),
  hint = t("At least {leastPasswordChars} characters.", LEAST),
}: PasswordFieldProps & { hint?: string }) {
  return (
    <TextField
      label={label}
      type="password"
      value={value}
      autoComplete="new-password"
      maxLength={LIMITS.passwordChars}
      required
      hint={hint}
    />
  );
}

/** An e-mail address: `username` where one signs in with it, so that password managers know it. */
export function Email({
  value,
  autoComplete = "email",
}: {
  value: Signal<string>;
  autoComplete?: "email" | "username";
}) {
  return (
    <TextField
      label={t("E-mail")}
      type="email"
      value={value}
      autoComplete={autoComplete}
      maxLength={LIMITS.emailChars}
      required
    />
  );
}
