import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ChatFile } from "../../../protocol/room/files.ts";
import { sizeWords } from "../../state/file-size.ts";
import { FILE_WORDS } from "../../state/file-words.ts";
import { pictureUrl } from "../../state/files.ts";
import { PictureViewer } from "./picture-viewer.tsx";

/** A larger picture is loaded only when it is asked for: many people pay for what they receive. */
const LOADED_UNASKED_BYTES = 4 * 1024 * 1024;
/** How large a picture is taken for where nobody said so, in pixels. */
const SOME_SIZE = { width: 320, height: 240 };

/** A picture in the conversation, loaded when it comes into sight. It keeps its place meanwhile. */
export function MessagePicture({ file }: { file: ChatFile }) {
  const box = useRef<HTMLButtonElement>(null);
  const wanted = useSignal(false);
  const url = useSignal<string | null>(null);
  const failed = useSignal(false);
  const open = useSignal(false);
  const isLarge = file.bytes > LOADED_UNASKED_BYTES;

  useEffect(() => {
    if (isLarge || box.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) wanted.value = true;
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [isLarge, wanted]);

  useEffect(() => {
    if (!wanted.value) return;
    pictureUrl(file).then(
      (loaded) => {
        url.value = loaded;
      },
      () => {
        failed.value = true;
        wanted.value = false;
      },
    );
  }, [wanted.value, file, url, failed, wanted]);

  const { width, height } = file.size ?? SOME_SIZE;
  const press = () => {
    if (url.value !== null) open.value = true;
    else {
      failed.value = false;
      wanted.value = true;
    }
  };
  return (
    <>
      <button
        type="button"
        ref={box}
        class="message-picture"
        aria-label={FILE_WORDS.open(file.name)}
        aria-busy={(wanted.value && url.value === null) || undefined}
        onClick={press}
      >
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true" />
        {url.value === null ? null : (
          <img
            src={url.value}
            alt=""
            onError={() => {
              url.value = null;
              failed.value = true;
            }}
          />
        )}
        {url.value === null && (failed.value || (isLarge && !wanted.value)) ? (
          <span class="picture-note">
            {failed.value ? FILE_WORDS.notLoaded : FILE_WORDS.show(sizeWords(file.bytes))}
          </span>
        ) : null}
      </button>
      {open.value && url.value !== null ? (
        <PictureViewer
          file={file}
          url={url.value}
          onClose={() => {
            open.value = false;
          }}
        />
      ) : null}
    </>
  );
}
