import { useSignal } from "@preact/signals";
import { t } from "../../language/translate.ts";
import { deleteAccount } from "../../state/account.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { Modal } from "../../ui/modal.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { navigate } from "../router.ts";
import { CurrentPassword } from "./credential-fields.tsx";

/** The end of the account; asks before. */
export function DeleteAccount({ hasPassword }: { hasPassword: boolean }) {
  const isOpen = useSignal(false);
  const password = useSignal("");
  const { busy, fault, submit } = useSubmission(() =>
    deleteAccount(hasPassword ? { password: password.value } : {}),
  );
  const close = () => {
    isOpen.value = false;
    password.value = "";
  };
  return (
    <>
      <button
        type="button"
        class="button danger-text"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        {t("Delete my account…")}
      </button>
      {isOpen.value ? (
        <Modal id="delete-account" title={t("Delete your account?")} onClose={close}>
          <form
            class="stacked"
            onSubmit={(event) => {
              event.preventDefault();
              void submit().then((answer) => answer && navigate("/"));
            }}
          >
            <p>{t("Your rooms and their chat go with it, at once and for good.")}</p>
            {hasPassword ? <CurrentPassword value={password} /> : null}
            <FaultBox words={fault.value} />
            <div class="button-row end">
              <button type="button" class="button" onClick={close}>
                {t("Keep it")}
              </button>
              <button type="submit" class="button danger" aria-busy={busy.value}>
                {t("Delete my account")}
              </button>
            </div>
          </form>
        </Modal>
      ) : null}
    </>
  );
}
