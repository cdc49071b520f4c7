import { useSignal } from "@preact/signals";
import type { Providers } from "../../../protocol/account.ts";
import { t } from "../../language/translate.ts";
import { beginAt } from "../../state/account.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { KeyIcon } from "../../ui/icons.tsx";
import { errorWords, type Words } from "../../ui/words.ts";
import { navigate } from "../router.ts";

/** Passkeys are code that most visits do not need. */
const loadPasskeys = () => import("../../state/passkeys.ts");

/** Signing in without a password: by a passkey, or at a provider. */
export function OtherWays({ next, providers }: { next: string } & Pick<Providers, "providers">) {
  const busy = useSignal(false);
  const fault = useSignal<Words | null>(null);

  const byPasskey = async () => {
    if (busy.value) return;
    busy.value = true;
    fault.value = null;
    const answer = await loadPasskeys().then(({ signInByPasskey }) => signInByPasskey());
    busy.value = false;
    if (answer.kind === "ok") navigate(next);
    else if (answer.kind === "error") fault.value = errorWords(answer.error.code, answer.error.message);
  };
  const at = async (provider: string) => {
    if (busy.value) return;
    busy.value = true;
    fault.value = null;
    const answer = await beginAt(provider, { next });
    if (answer.kind === "ok") return location.assign(answer.value.url);
    busy.value = false;
    fault.value = errorWords(answer.error.code, answer.error.message);
  };

  return (
    <div class="stacked">
      <FaultBox words={fault.value} />
      <div class="other-ways">
        {typeof PublicKeyCredential === "undefined" ? null : (
          <button type="button" class="button wide" aria-busy={busy.value} onClick={() => void byPasskey()}>
            <KeyIcon />
            {t("Sign in with a passkey")}
          </button>
        )}
        {providers.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            class="button wide"
            aria-busy={busy.value}
            onClick={() => void at(id)}
          >
            {t("Continue with {name}", { name })}
          </button>
        ))}
      </div>
    </div>
  );
}
