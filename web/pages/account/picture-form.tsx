import { useRef } from "preact/hooks";
import type { Account } from "../../../protocol/account.ts";
import { t } from "../../language/translate.ts";
import { choosePicture, removePicture } from "../../state/own-picture.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { FaultBox } from "../../ui/fault-box.tsx";
import { useSubmission } from "../../ui/use-submission.ts";

/** The picture that others see of one, and another one for it. */
export function PictureForm({ account }: { account: Account }) {
  const input = useRef<HTMLInputElement>(null);
  const chosen = useRef<File | null>(null);
  const choosing = useSubmission(async () => choosePicture(chosen.current ?? new Blob()));
  const removing = useSubmission(removePicture);
  return (
    <>
      <div class="picture-row">
        <Avatar id={account.id} name={account.name} picture={account.picture} />
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          onChange={({ currentTarget }) => {
            chosen.current = currentTarget.files?.[0] ?? null;
            currentTarget.value = "";
            if (chosen.current !== null) void choosing.submit();
          }}
        />
        <button
          type="button"
          class="button"
          aria-busy={choosing.busy.value}
          onClick={() => input.current?.click()}
        >
          {t("Choose a picture")}
        </button>
        {account.picture === null ? null : (
          <button
            type="button"
            class="button"
            aria-busy={removing.busy.value}
            onClick={() => void removing.submit()}
          >
            {t("Remove it")}
          </button>
        )}
      </div>
      <FaultBox words={choosing.fault.value ?? removing.fault.value} />
    </>
  );
}
