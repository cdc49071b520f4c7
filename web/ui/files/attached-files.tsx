import { useEffect, useState } from "preact/hooks";
import { type Attachment, attachments, detach, retryAttachment } from "../../state/attachments.ts";
import { sizeWords } from "../../state/file-size.ts";
import { FILE_WORDS } from "../../state/file-words.ts";
import { CloseIcon, FileIcon, SyncIcon } from "../icons.tsx";
import "../../styles/files.css";

/** The files that go with the next message, with how far each is uploaded. */
export function AttachedFiles() {
  return (
    <ul class="attached" aria-label={FILE_WORDS.attached}>
      {attachments.value.map((attachment) => (
        <AttachedFile key={attachment.id} {...attachment} />
      ))}
    </ul>
  );
}

function AttachedFile({ id, source, state }: Attachment) {
  const { name } = source;
  return (
    <li class={`attached-file ${state.kind}`}>
      <Preview file={source} />
      <span class="file-about">
        <span class="file-name" title={name}>
          {name}
        </span>
        {state.kind === "failed" ? (
          <span class="file-fault" role="alert">
            {state.why}
          </span>
        ) : (
          <span class="file-size">
            {state.kind === "uploading"
              ? FILE_WORDS.uploading(Math.floor(state.part * 100))
              : sizeWords(source.size)}
          </span>
        )}
        {state.kind === "uploading" ? <progress value={state.part} aria-label={name} /> : null}
      </span>
      {state.kind === "failed" ? (
        <button
          type="button"
          class="quiet-icon"
          aria-label={FILE_WORDS.retry(name)}
          onClick={() => retryAttachment(id)}
        >
          <SyncIcon />
        </button>
      ) : null}
      <button
        type="button"
        class="quiet-icon"
        aria-label={FILE_WORDS.detach(name)}
        onClick={() => detach(id)}
      >
        <CloseIcon />
      </button>
    </li>
  );
}

/** A picture as it is here, before it is anywhere else. */
function Preview({ file }: { file: File }) {
  const isPicture = file.type.startsWith("image/");
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!isPicture) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file, isPicture]);
  if (url === null) return <FileIcon />;
  return <img class="attached-picture" src={url} alt="" onError={() => setUrl(null)} />;
}
