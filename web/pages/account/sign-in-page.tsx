import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ErrorCode } from "../../../protocol/errors.ts";
import { LIMITS } from "../../../protocol/limits.ts";
import { t } from "../../language/translate.ts";
import { signIn, signUp } from "../../state/account.ts";
import { preferences } from "../../state/preferences.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { errorWords } from "../../ui/words.ts";
import { PageHead } from "../page-head.tsx";
import { navigate } from "../router.ts";
import { OtherWays } from "./other-ways.tsx";

interface SignInPageProps {
  /** Where to go then: a path of this site. */
  next: string;
  /** Why signing in elsewhere did not work. */
  cameBackWith?: ErrorCode | null;
}

/** The way into one's account, or to a new one. */
export function SignInPage({ next, cameBackWith = null }: SignInPageProps) {
  const isNew = useSignal(false);
  const name = useSignal(preferences.value.name);
  const email = useSignal("");
  const password = useSignal("");
  const heading = useRef<HTMLHeadingElement>(null);
  const title = isNew.value ? t("Create an account") : t("Sign in");

  useEffect(() => {
    document.title = `${title} · Nearcast`;
  }, [title]);

  const { busy, fault, submit } = useSubmission(() => {
    const given = { email: email.value, password: password.value };
    return isNew.value ? signUp({ name: name.value.trim(), ...given }) : signIn(given);
  });

  return (
    <div class="page">
      <PageHead />
      <main class="narrow-page">
        <form
          class="card stacked"
          onSubmit={(event) => {
            event.preventDefault();
            void submit().then((answer) => answer && navigate(next));
          }}
        >
          <div>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            <p class="quiet">
              {isNew.value
                ? t("Your rooms stay yours on every device. Joining a room needs no account.")
                : t("To your rooms, on every device. Joining a room needs no account.")}
            </p>
          </div>
          {isNew.value ? (
            <TextField
              label={t("Your name")}
              value={name}
              autoComplete="name"
              maxLength={LIMITS.nameChars}
              required
            />
          ) : null}
          <TextField
            label={t("E-mail")}
            type="email"
            value={email}
            autoComplete="username"
            maxLength={LIMITS.emailChars}
            required
          />
          <TextField
            label={t("Password")}
            type="password"
            value={password}
            autoComplete={isNew.value ? "new-password" : "current-password"}
            maxLength={LIMITS.passwordChars}
            required
            {...(isNew.value
              ? {
                  hint: t("At least {leastPasswordChars} characters.", {
                    leastPasswordChars: LIMITS.leastPasswordChars,
                  }),
                }
              : {})}
          />
          <FaultBox words={fault.value ?? (cameBackWith && errorWords(cameBackWith))} />
          <button type="submit" class="button primary wide large" aria-busy={busy.value}>
            {busy.value ? t("One moment…") : title}
          </button>
          <OtherWays next={next} />
          <p class="quiet">
            {isNew.value ? t("You have one already?") : t("New here?")}{" "}
            <button
              type="button"
              class="text-button"
              onClick={() => {
                isNew.value = !isNew.value;
                heading.current?.focus();
              }}
            >
              {isNew.value ? t("Sign in") : t("Create an account")}
            </button>
          </p>
        </form>
      </main>
    </div>
  );
}
