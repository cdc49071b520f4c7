import { useEffect } from "preact/hooks";
import { ACCOUNT_PATHS } from "../../../protocol/account.ts";
import type { ErrorCode } from "../../../protocol/errors.ts";
import { t } from "../../language/translate.ts";
import { loadAccount, signOut } from "../../state/account.ts";
import { account } from "../../state/remembered-account.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { errorWords } from "../../ui/words.ts";
import { LanguageChoice } from "../language-choice.tsx";
import { PageHead } from "../page-head.tsx";
import { navigate } from "../router.ts";
import { DeleteAccount } from "./delete-account.tsx";
import { LazyNotifications } from "./lazy-notifications.tsx";
import { AddPasswordForm, EmailForm, PasswordForm } from "./password-forms.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { Sessions } from "./sessions.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { WaysInSection } from "./ways-in.tsx";

interface AccountPageProps {
  /** Why an account elsewhere could not be added. */
  cameBackWith: ErrorCode | null;
}

/** One's own account. */
export function AccountPage({ cameBackWith }: AccountPageProps) {
  const leaving = useSubmission(signOut);
  useEffect(() => {
    document.title = t("Your account · Nearcast");
    void loadAccount();
  }, []);
  const { value } = account;
  if (!value) return <SignInPage next="/account" />;

  return (
    <div class="page">
      <PageHead />
      <main class="account-page">
        <header class="account-head">
          <h1>{t("Your account")}</h1>
          <button
            type="button"
            class="button"
            aria-busy={leaving.busy.value}
            onClick={() => void leaving.submit().then((answer) => answer && navigate("/"))}
          >
            {t("Sign out")}
          </button>
        </header>
        <FaultBox words={leaving.fault.value ?? (cameBackWith && errorWords(cameBackWith))} />
        <ProfileForm key={value.id} account={value} />
        {value.email === null ? (
          <AddPasswordForm />
        ) : (
          <>
            <EmailForm key={value.email} email={value.email} />
            <PasswordForm />
          </>
        )}
        <LazyNotifications />
        <WaysInSection />
        <Sessions />
        <section class="card stacked" aria-labelledby="data-title">
          <h2 id="data-title">{t("Your data")}</h2>
          <p class="quiet">{t("Everything that Nearcast stores about you, as a JSON file.")}</p>
          <div class="button-row">
            <a class="button" href={ACCOUNT_PATHS.export} download>
              {t("Download my data")}
            </a>
            <DeleteAccount hasPassword={value.email !== null} />
          </div>
        </section>
      </main>
      <LanguageChoice />
    </div>
  );
}
