import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ACCOUNT_PATHS, type Providers, type WaysIn } from "../../../protocol/account.ts";
import { beginAt, listProviders, listWaysIn, removeWayIn } from "../../state/account.ts";
import type { Answer } from "../../state/request.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { browserWords } from "./browser-words.ts";

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

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
      <h2 id="ways-title">Passkeys and other accounts</h2>
      <p class="quiet">Sign in with this device’s lock, or by an account elsewhere.</p>
      <FaultBox words={loading.fault.value} />
      <ul class="sessions">
        {ways.value.passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <WayRow
            key={id}
            title={`Passkey: ${name}`}
            note={`Added ${DAY.format(createdAt)}${lastUsedAt ? `, last used ${DAY.format(lastUsedAt)}` : ""}`}
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
            Add a passkey
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
            Add {name}
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
        aria-label={`Remove ${title}`}
        aria-busy={removing.busy.value}
        onClick={() => void removing.submit().then((answer) => answer && onRemoved())}
      >
        Remove
      </button>
    </li>
  );
}
