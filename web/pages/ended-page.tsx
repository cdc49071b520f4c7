import { t } from "../language/translate.ts";
import type { EndReason } from "../state/types.ts";
import { FaultBox } from "../ui/fault-box.tsx";
import { END_ACTIONS, endWords, type Words } from "../ui/words.ts";
import { MessagePage } from "./message-page.tsx";
import { followLink, navigate } from "./router.ts";

interface EndedPageProps {
  title: string;
  reason: EndReason;
  /** Joining again. */
  busy: boolean;
  /** Why joining again did not work. */
  fault: Words | null;
  onRejoin: () => void;
}

/** After the call: why it ended, and how to go on. */
export function EndedPage({ title, reason, busy, fault, onRejoin }: EndedPageProps) {
  const { action, ...words } = endWords(reason);
  const act = () => {
    if (action === "reload") location.reload();
    else if (action === "home") navigate("/");
    else onRejoin();
  };
  return (
    <MessagePage words={words} above={title}>
      <FaultBox words={fault} />
      <button type="button" class="button primary" aria-busy={busy} onClick={act}>
        {busy ? t("Joining…") : END_ACTIONS[action]}
      </button>
      {action === "home" ? null : (
        <a class="button" href="/" onClick={followLink}>
          {END_ACTIONS.home}
        </a>
      )}
    </MessagePage>
  );
}
