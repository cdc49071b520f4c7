import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../../language/translate.ts";
import { choosePassword, confirmAddress } from "../../state/account.ts";
import { account } from "../../state/remembered-account.ts";
import { useSubmission } from "../../ui/use-submission.ts";
import { MessagePage } from "../message-page.tsx";
import { fragment, navigate } from "../router.ts";
import { NewPassword } from "./credential-fields.tsx";
import { FormPage } from "./form-page.tsx";
import { SignInPage } from "./sign-in-page.tsx";

/** What the mailed link ends in. It is used up by what one does with it, and not by opening the page: mail programs look at links too. */
const tokenOf = () => fragment.value.slice(1);

/** Chooses a password, for a new account or for one's own. */
export function ChoosePasswordPage() {
  const password = useSignal("");
  const title = t("Choose a password");
  const choosing = useSubmission(() => choosePassword({ token: tokenOf(), password: password.value }));
  return (
    <FormPage
      title={title}
      what={t("Then you are signed in here, and nowhere else.")}
      fault={choosing.fault.value}
      isBusy={choosing.busy.value}
      label={title}
      onSubmit={() => void choosing.submit().then((answer) => answer && navigate("/", { replaces: true }))}
    >
      <NewPassword value={password} />
    </FormPage>
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
