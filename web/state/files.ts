import type { ChatFile } from "../../protocol/room/files.ts";
import type { Call } from "../call/call.ts";

/** Pictures that are kept at hand: the one that was asked for longest ago gives way. */
const KEPT = 50;

/** Addresses of pictures that were loaded, by their files' ids. */
const pictures = new Map<string, Promise<string>>();
let call: Call | null = null;

/** Files are those of this call's chat, as long as it lasts. Returns how to end it. */
export function followFiles(current: Call): () => void {
  call = current;
  return () => {
    if (call !== current) return;
    call = null;
    for (const fileId of [...pictures.keys()]) forget(fileId);
  };
}

/** Loads a picture; resolves to an address at which this page shows it. Rejects where it cannot be had now. */
export function pictureUrl({ fileId }: ChatFile): Promise<string> {
  const known = pictures.get(fileId);
  const url = known ?? load(fileId).then((blob) => URL.createObjectURL(blob));
  if (known === undefined) url.catch(() => pictures.delete(fileId));
  // The last one in the map is the one that was asked for last.
  pictures.delete(fileId);
  pictures.set(fileId, url);
  const [oldest] = pictures.keys();
  if (pictures.size > KEPT && oldest !== undefined) forget(oldest);
  return url;
}

/** Loads a file, and has the browser save it. Rejects where it cannot be had now. */
export async function saveFile({ fileId, name }: ChatFile): Promise<void> {
  const url = URL.createObjectURL(await load(fileId));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function load(fileId: string): Promise<Blob> {
  if (call === null) throw new Error("There is no call.");
  return call.chat.file(fileId);
}

function forget(fileId: string): void {
  const url = pictures.get(fileId);
  pictures.delete(fileId);
  url?.then(URL.revokeObjectURL, () => undefined);
}
