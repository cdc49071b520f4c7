import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { LIMITS } from "../../../protocol/limits.ts";
import { t } from "../../language/translate.ts";
import { choosePassword, confirmAddress } from "../../state/account.ts";
import { account } from "../../state/remembered-account.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { MessagePage } from "../message-page.tsx";
import { PageHead } from "../page-head.tsx";
import { fragment, navigate } from "../router.ts";
import { SignInPage } from "./sign-in-page.tsx";

/** What the mailed link ends in. It is used up by what one does with it, and not by opening the page: mail programs look at links too. */
const tokenOf = () => fragment.value.slice(1);

/** Chooses a password, for a new account or for one's own. */
export function ChoosePasswordPage() {
  const password = useSignal("");
  const title = t("Choose a password");
  useEffect(() => {
    document.title = `${title} · Nearcast`;
  }, [title]);
  const choosing = useSubmission(() => choosePassword({ token: tokenOf(), password: password.value }));
  return (
    <div class="page">
      <PageHead />
      <main class="narrow-page">
        <form
          class="card stacked"
          onSubmit={(event) => {
            event.preventDefault();
            void choosing.submit().then((answer) => answer && navigate("/", { replaces: true }));
          }}
        >
          <div>
            <h1>{title}</h1>
            <p class="quiet">{t("Then you are signed in here, and nowhere else.")}</p>
          </div>
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
          <FaultBox words={choosing.fault.value} />
          <button type="submit" class="button primary wide large" aria-busy={choosing.busy.value}>
            {choosing.busy.value ? t("One moment…") : title}
          </button>
        </form>
      </main>
    </div>
  );
}

/** Says that an address is one's own. */
export function ConfirmAddressPage() {
  const confirming = useSubmission(() => confirmAddress(tokenOf()));
  const title = t("Confirm your address");
  useEffect(() => {
    document.title = `${title} · Nearcast`;
  }, [title]);
  // The link is the account's that has asked for it, whoever reads the mail.
  if (!account.value) return <SignInPage next={location.pathname + location.hash} />;
  if (confirming.done.value)
    return (
      <MessagePage
        words={{ title: t("Your address is confirmed"), what: t("From now on you sign in with it.") }}
      >
        <button type="button" class="button primary" onClick={() => navigate("/account", { replaces: true })}>
          {t("Your account")}
        </button>
      </MessagePage>
    );
  return (
    <MessagePage words={confirming.fault.value ?? { title, what: t("From then on you sign in with it.") }}>
      <button
        type="button"
        class="button primary"
        aria-busy={confirming.busy.value}
        onClick={() => void confirming.submit()}
      >
        {t("Confirm")}
      </button>
    </MessagePage>
  );
}
