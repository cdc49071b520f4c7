import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ACCOUNT_PATHS, type Providers, type WaysIn } from "../../../protocol/account.ts";
import { locale } from "../../language/language.ts";
import { t } from "../../language/translate.ts";
import { beginAt, listProviders, listWaysIn, removeWayIn } from "../../state/account.ts";
import type { Answer } from "../../state/request.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { browserWords } from "./browser-words.ts";

const DAY = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });

/** By what one signs in besides the password: passkeys, and accounts elsewhere. */
export function WaysInSection() {
  const ways = useSignal<WaysIn>({ passkeys: [], identities: [] });
  const providers = useSignal<Providers["providers"]>([]);
  const loading = useSubmission(listWaysIn);
  const adding = useSubmission(addPasskey);
  const leaving = useSubmission(() => beginAt(leavingTo.value, { next: "/account", adds: true }));
  const leavingTo = useSignal("");
  const load = async () => {
    const answer = await loading.submit();
    if (answer) ways.value = answer;
  };
  useEffect(() => {
    void load();
    void listProviders().then((answer) => {
      if (answer.kind === "ok") providers.value = answer.value.providers;
    });
  }, []);

  const nameOf = (id: string) => providers.value.find((provider) => provider.id === id)?.name ?? id;
  return (
    <section class="card stacked" aria-labelledby="ways-title">
      <h2 id="ways-title">{t("Passkeys and other accounts")}</h2>
      <p class="quiet">{t("Sign in with this device’s lock, or by an account elsewhere.")}</p>
      <FaultBox words={loading.fault.value} />
      <ul class="sessions">
        {ways.value.passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <WayRow
            key={id}
            title={t("Passkey: {name}", { name })}
            note={usedWords(createdAt, lastUsedAt)}
            path={ACCOUNT_PATHS.passkey(id)}
            onRemoved={load}
          />
        ))}
        {ways.value.identities.map(({ id, provider, label }) => (
          <WayRow
            key={id}
            title={nameOf(provider)}
            note={label}
            path={ACCOUNT_PATHS.identity(id)}
            onRemoved={load}
          />
        ))}
      </ul>
      <FaultBox words={adding.fault.value ?? leaving.fault.value} />
      <div class="button-row">
        {typeof PublicKeyCredential === "undefined" ? null : (
          <button
            type="button"
            class="button"
            aria-busy={adding.busy.value}
            onClick={() => void adding.submit().then((answer) => answer && load())}
          >
            {t("Add a passkey")}
          </button>
        )}
        {providers.value.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            class="button"
            aria-busy={leaving.busy.value}
            onClick={() => {
              leavingTo.value = id;
              void leaving.submit().then((answer) => answer && location.assign(answer.url));
            }}
          >
            {t("Add {name}", { name })}
          </button>
        ))}
      </div>
    </section>
  );
}

async function addPasskey(): Promise<Answer<unknown>> {
  const passkeys = await import("../../state/passkeys.ts");
  const answer = await passkeys.addPasskey(browserWords(navigator.userAgent));
  return answer.kind === "cancelled" ? { kind: "ok", value: null } : answer;
}

function usedWords(createdAt: number, lastUsedAt: number | null): string {
  const added = DAY.format(createdAt);
  return lastUsedAt === null
    ? t("Added {added}", { added })
    : t("Added {added}, last used {used}", { added, used: DAY.format(lastUsedAt) });
}

interface WayRowProps {
  title: string;
  note: string;
  path: string;
  onRemoved: () => Promise<void>;
}

function WayRow({ title, note, path, onRemoved }: WayRowProps) {
  const removing = useSubmission(() => removeWayIn(path));
  return (
    <li>
      <div>
        <p>{title}</p>
        <p class="quiet">{note}</p>
        <FaultBox words={removing.fault.value} />
      </div>
      <button
        type="button"
        class="small-button"
        aria-label={t("Remove {title}", { title })}
        aria-busy={removing.busy.value}
        onClick={() => void removing.submit().then((answer) => answer && onRemoved())}
      >
        {t("Remove")}
      </button>
    </li>
  );
}
