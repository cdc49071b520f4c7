import { useSignal } from "@preact/signals";
import { locale } from "../language/language.ts";
import { t } from "../language/translate.ts";
import { encryption, people } from "../state/call.ts";
import type { Person } from "../state/types.ts";
import { LockIcon, WarningIcon } from "./icons.tsx";
import { Modal } from "./modal.tsx";
import "../styles/encryption.css";

/** Says that the room is encrypted; opened, shows the number by which people can be sure of it. Nothing in other rooms. */
export function EncryptionBadge() {
  const open = useSignal(false);
  const view = encryption.value;
  if (view === null) return null;
  const strangers = people.value.filter(({ id }) => view.strangers.includes(id));
  return (
    <>
      <button
        type="button"
        class="encryption-badge"
        aria-label={t("End-to-end encrypted")}
        aria-haspopup="dialog"
        data-tip={t("End-to-end encrypted")}
        onClick={() => {
          open.value = true;
        }}
      >
        {strangers.length > 0 ? <WarningIcon /> : <LockIcon />}
        <span class="encryption-badge-text">{t("Encrypted")}</span>
      </button>
      {open.value ? (
        <Modal
          id="encryption"
          title={t("End-to-end encrypted")}
          onClose={() => {
            open.value = false;
          }}
        >
          <div class="encryption-dialog">
            <p>
              {t(
                "What you show, say and write is encrypted in your browser, and only people with this room’s whole link can open it. Read this number to each other: if everybody has the same one, nobody sits in between.",
              )}
            </p>
            <SafetyNumber groups={view.safetyNumber} />
            {strangers.length > 0 ? <Strangers people={strangers} /> : null}
            <p class="encryption-note">
              {t(
                "The number changes when somebody comes or leaves. Names, the room’s title, what is drawn on shares, and who speaks or shares when are known to the server. It cannot record the call.",
              )}
            </p>
          </div>
        </Modal>
      ) : null}
    </>
  );
}

function SafetyNumber({ groups }: { groups: readonly string[] }) {
  if (groups.length === 0) return <p class="safety-number-wait">{t("The number is being worked out…")}</p>;
  return (
    <section aria-label={t("Safety number")}>
      <ol class="safety-number">
        {groups.map((group, index) => (
          <li key={index}>{group}</li>
        ))}
      </ol>
    </section>
  );
}

function Strangers({ people }: { people: readonly Person[] }) {
  const names = new Intl.ListFormat(locale).format(people.map(({ name }) => name));
  return (
    <div class="hint-box" role="status">
      {t("{names} came with another link: you and they cannot see, hear or read each other.", { names })}
    </div>
  );
}
