import { useRef } from "preact/hooks";
import { attach } from "../../state/attachments.ts";
import { FILE_WORDS } from "../../state/file-words.ts";
import { ClipIcon } from "../icons.tsx";

/** Lets one choose files to send. */
export function AttachButton() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          attach(currentTarget.files ?? []);
          // The same file may be chosen once more.
          currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class="quiet-icon"
        aria-label={FILE_WORDS.attach}
        title={FILE_WORDS.attach}
        onClick={() => input.current?.click()}
      >
        <ClipIcon />
      </button>
    </>
  );
}
