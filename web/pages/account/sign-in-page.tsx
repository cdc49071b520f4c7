import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Providers } from "../../../protocol/account.ts";
import type { ErrorCode } from "../../../protocol/errors.ts";
import { LIMITS } from "../../../protocol/limits.ts";
import { t } from "../../language/translate.ts";
import { askForMail, listProviders, signIn, signUp } from "../../state/account.ts";
import { preferences } from "../../state/preferences.ts";
import { TextField } from "../../ui/text-field.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { errorWords } from "../../ui/words.ts";
import { MessagePage } from "../message-page.tsx";
import { navigate } from "../router.ts";
import { CurrentPassword, Email, NewPassword } from "./credential-fields.tsx";
import { FormPage } from "./form-page.tsx";
import { OtherWays } from "./other-ways.tsx";

interface SignInPageProps {
  /** Where to go then: a path of this site. */
  next: string;
  /** Why signing in elsewhere did not work. */
  cameBackWith?: ErrorCode | null;
}

/** What one is here for. */
type Purpose = "sign-in" | "new" | "forgotten";

const NOWHERE_ELSE: Providers = { providers: [], mails: false };

/** The way into one's account, or to a new one. */
export function SignInPage({ next, cameBackWith = null }: SignInPageProps) {
  const purpose = useSignal<Purpose>("sign-in");
  const ways = useSignal(NOWHERE_ELSE);
  const name = useSignal(preferences.value.name);
  const email = useSignal("");
  const password = useSignal("");
  const heading = useRef<HTMLHeadingElement>(null);
  const { title, what } = wordsOf(purpose.value);

  useEffect(() => {
    void listProviders().then((answer) => {
      if (answer.kind === "ok") ways.value = answer.value;
    });
  }, [ways]);

  const isNew = purpose.value === "new";
  const isMailed = ways.value.mails && purpose.value !== "sign-in";
  const { busy, fault, done, submit } = useSubmission<unknown>(() => {
    const given = { email: email.value, password: password.value };
    const named = isNew ? { name: name.value.trim() } : {};
    if (isMailed) return askForMail({ email: email.value, ...named });
    return isNew ? signUp({ name: name.value.trim(), ...given }) : signIn(given);
  });

  if (isMailed && done.value) return <MailedPage email={email.value} />;
  const Password = isNew ? NewPassword : CurrentPassword;
  const turnTo = (other: Purpose) => {
    purpose.value = other;
    heading.current?.focus();
  };
  return (
    <FormPage
      title={title}
      what={what}
      heading={heading}
      fault={fault.value ?? (cameBackWith && errorWords(cameBackWith))}
      isBusy={busy.value}
      label={isMailed ? t("E-mail me a link") : title}
      onSubmit={() => void submit().then((answer) => answer && !isMailed && navigate(next))}
      below={
        <>
          {ways.value.mails && purpose.value === "sign-in" ? (
            <p class="quiet">
              <TurnButton label={t("Forgot your password?")} onClick={() => turnTo("forgotten")} />
            </p>
          ) : null}
          <OtherWays next={next} providers={ways.value.providers} />
          <p class="quiet">
            {purpose.value === "sign-in" ? (
              <>
                {t("New here?")} <TurnButton label={t("Create an account")} onClick={() => turnTo("new")} />
              </>
            ) : (
              <>
                {isNew ? t("You have one already?") : t("You remember it?")}{" "}
                <TurnButton label={t("Sign in")} onClick={() => turnTo("sign-in")} />
              </>
            )}
          </p>
        </>
      }
    >
      {isNew ? (
        <TextField
          label={t("Your name")}
          value={name}
          autoComplete="name"
          maxLength={LIMITS.nameChars}
          required
        />
      ) : null}
      <Email value={email} autoComplete="username" />
      {isMailed ? null : <Password value={password} label={t("Password")} />}
    </FormPage>
  );
}

function wordsOf(purpose: Purpose) {
  switch (purpose) {
    case "sign-in":
      return {
        title: t("Sign in"),
        what: t("To your rooms, on every device. Joining a room needs no account."),
      };
    case "new":
      return {
        title: t("Create an account"),
        what: t("Your rooms stay yours on every device. Joining a room needs no account."),
      };
    case "forgotten":
      return {
        title: t("Reset your password"),
        what: t("By a link that we e-mail to you."),
      };
  }
}

function TurnButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" class="text-button" onClick={onClick}>
      {label}
    </button>
  );
}

/** What is to be done now. It says the same, whether or not there is an account with the address. */
function MailedPage({ email }: { email: string }) {
  return (
    <MessagePage
      words={{
        title: t("Check your e-mail"),
        what: t(
          "If {email} is right, a link is on its way there. Open it within an hour. Nothing there? Look in the spam folder, or check the address.",
          { email },
        ),
      }}
    >
      <button type="button" class="button" onClick={() => location.reload()}>
        {t("Ask again")}
      </button>
    </MessagePage>
  );
}
