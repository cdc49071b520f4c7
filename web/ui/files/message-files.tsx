import { useSignal } from "@preact/signals";
import { type ChatFile, isPicture } from "../../../protocol/room/files.ts";
import { sizeWords } from "../../state/file-size.ts";
import { FILE_WORDS } from "../../state/file-words.ts";
import { saveFile } from "../../state/files.ts";
import { notify } from "../../state/notices.ts";
import { FileIcon } from "../icons.tsx";
import { MessagePicture } from "./message-picture.tsx";
import "../../styles/files.css";

/** The files of a message: pictures are shown, all else is to be saved. */
export function MessageFiles({ files }: { files: readonly ChatFile[] }) {
  return (
    <ul class="message-files">
      {files.map((file) => (
        <li key={file.fileId}>
          {isPicture(file) ? <MessagePicture file={file} /> : <SavedFile file={file} />}
        </li>
      ))}
    </ul>
  );
}

function SavedFile({ file }: { file: ChatFile }) {
  const busy = useSignal(false);
  const save = async () => {
    if (busy.value) return;
    busy.value = true;
    await saveFile(file).catch(() => notify("error", FILE_WORDS.notLoaded));
    busy.value = false;
  };
  return (
    <button
      type="button"
      class="message-file"
      title={FILE_WORDS.save(file.name)}
      aria-busy={busy.value || undefined}
      onClick={() => void save()}
    >
      <FileIcon />
      <span class="file-about">
        <span class="file-name">{file.name}</span>
        <span class="file-size">{sizeWords(file.bytes)}</span>
      </span>
    </button>
  );
}
