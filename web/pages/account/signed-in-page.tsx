import { useEffect } from "preact/hooks";
import { t } from "../../language/translate.ts";
import { loadAccount } from "../../state/account.ts";
import { useSubmission } from "../../ui/use-submission.ts";
import { MessagePage } from "../message-page.tsx";
import { navigate } from "../router.ts";

/** Comes back from where somebody has signed in: asks who they are, and goes on to where they wanted to be. */
export function SignedInPage({ next }: { next: string }) {
  const asking = useSubmission(loadAccount);
  const ask = () => void asking.submit().then((account) => account && navigate(next, { replaces: true }));
  useEffect(ask, []);
  const fault = asking.fault.value;
  if (!fault) return <MessagePage words={{ title: t("You are signed in"), what: t("One moment…") }} />;
  return (
    <MessagePage words={fault}>
      <button type="button" class="button primary" onClick={ask}>
        {t("Try again")}
      </button>
    </MessagePage>
  );
}
