/** Where recordings are on their way to the person's downloads. */
const FOLDER = "recordings";
/** One that is older than this was left behind by a page that is no more. */
const LEFT_AFTER_MS = 24 * 3600_000;
/** A browser that saves a large file reads it for a while. */
const SAVED_WITHIN_MS = 10 * 60_000;

/** A file of the browser's own, outside of its memory: a meeting may be long. */
export interface RecordingFile {
  readonly writable: FileSystemWritableFileStream;
  /** Hands it to the person, under this name, once all is written and `writable` is closed. */
  save(name: string): Promise<void>;
  discard(): Promise<void>;
}

/** @throws DOMException where the browser keeps no files for this page, as in some private windows */
export async function createRecordingFile(): Promise<RecordingFile> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  await removeLeft(folder);
  const id = crypto.randomUUID();
  const handle = await folder.getFileHandle(id, { create: true });
  const discard = () => folder.removeEntry(id).catch(() => undefined);
  return {
    writable: await handle.createWritable(),
    save: async (name) => {
      const address = URL.createObjectURL(await handle.getFile());
      const link = document.createElement("a");
      link.href = address;
      link.download = name;
      link.click();
      setTimeout(() => {
        URL.revokeObjectURL(address);
        void discard();
      }, SAVED_WITHIN_MS);
    },
    discard,
  };
}

async function removeLeft(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    if (!(handle instanceof FileSystemFileHandle)) continue;
    const { lastModified } = await handle.getFile();
    if (Date.now() - lastModified > LEFT_AFTER_MS) await folder.removeEntry(name).catch(() => undefined);
  }
}
