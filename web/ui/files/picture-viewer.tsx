import type { ChatFile } from "../../../protocol/room/files.ts";
import { FILE_WORDS } from "../../state/file-words.ts";
import { Modal } from "../modal.tsx";

interface PictureViewerProps {
  file: ChatFile;
  url: string;
  onClose: () => void;
}

/** A picture of the conversation, as large as the window allows. */
export function PictureViewer({ file, url, onClose }: PictureViewerProps) {
  return (
    <Modal id="picture" title={file.name} size="picture" onClose={onClose}>
      <img class="whole-picture" src={url} alt={file.name} />
      <a class="button" href={url} download={file.name}>
        {FILE_WORDS.saveIt}
      </a>
    </Modal>
  );
}
