import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { AccountSessions } from "../../../protocol/account.ts";
import { locale } from "../../language/language.ts";
import { t } from "../../language/translate.ts";
import { listSessions, revokeSession } from "../../state/account.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { browserWords } from "./browser-words.ts";

const TIME = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

/** Where one is signed in, and the way to end that. */
export function Sessions() {
  const sessions = useSignal<AccountSessions["sessions"]>([]);
  const loading = useSubmission(listSessions);
  const load = async () => {
    const answer = await loading.submit();
    if (answer) sessions.value = answer.sessions;
  };
  useEffect(() => void load(), []);
  return (
    <section class="card stacked" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{t("Where you are signed in")}</h2>
      <FaultBox words={loading.fault.value} />
      <ul class="sessions">
        {sessions.value.map((session) => (
          <SessionRow key={session.id} session={session} onRevoked={load} />
        ))}
      </ul>
    </section>
  );
}

interface SessionRowProps {
  session: AccountSessions["sessions"][number];
  onRevoked: () => Promise<void>;
}

function SessionRow({ session, onRevoked }: SessionRowProps) {
  const revoking = useSubmission(() => revokeSession(session.id));
  const words = browserWords(session.userAgent);
  return (
    <li>
      <div>
        <p>{words}</p>
        <p class="quiet">
          {session.isCurrent
            ? t("This browser")
            : t("Last used {time}", { time: TIME.format(session.lastUsedAt) })}
        </p>
        <FaultBox words={revoking.fault.value} />
      </div>
      {session.isCurrent ? null : (
        <button
          type="button"
          class="small-button"
          aria-label={t("Sign out {browser}", { browser: words })}
          aria-busy={revoking.busy.value}
          onClick={() => void revoking.submit().then((answer) => answer && onRevoked())}
        >
          {t("Sign out")}
        </button>
      )}
    </li>
  );
}
