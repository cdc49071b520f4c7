import type { ChatFile } from "../../protocol/room/files.ts";
import type { Store } from "../store.ts";
import type { Attached, NamedFiles } from "./files.ts";

/**
 * What a room's object keeps of files, next to the messages that have them:
 *   file/<fileId>  one that no message has, or has any more
 *   file-bytes     how long all files of the room are together
 */
const FILE = "file/";
const BYTES = "file-bytes";

/** The earliest time that an alarm takes. */
const LONG_AGO = 1;

const fileKey = (fileId: string) => FILE + fileId;

/** All files that no message has. */
export function attachedFiles(store: Store): Attached[] {
  return Array.from(store.list<Attached>({ prefix: FILE }), ([, attached]) => attached);
}

/** Those of the files with these ids that no message has. */
export function namedFiles(store: Store, ids: readonly string[]): NamedFiles {
  const named: Record<string, Attached> = {};
  for (const id of ids) {
    const attached = store.get<Attached>(fileKey(id));
    if (attached) named[id] = attached;
  }
  return named;
}

/** How long all files of the room are together, in bytes. */
export function fileBytes(store: Store): number {
  return store.get<number>(BYTES) ?? 0;
}

/** A file is expected. */
export function attachFile(store: Store, attached: Attached): void {
  store.put(fileKey(attached.file.fileId), attached);
  store.put(BYTES, fileBytes(store) + attached.file.bytes);
}

/** An expected file was uploaded. Returns what it is; null where it is not expected, or not any more. */
export function fileUploaded(store: Store, fileId: string, type: string): ChatFile | null {
  const attached = store.get<Attached>(fileKey(fileId));
  if (!attached) return null;
  store.put(fileKey(fileId), { ...attached, type });
  return { ...attached.file, type };
}

/** A message has these files now. */
export function filesSent(store: Store, files: readonly ChatFile[]): void {
  for (const { fileId } of files) store.delete(fileKey(fileId));
}

/** The message that had these files is deleted: so are they, as soon as may be. */
export function filesDropped(store: Store, files: readonly ChatFile[]): void {
  for (const { type, ...file } of files) {
    store.put<Attached>(fileKey(file.fileId), { userId: "", file, type, dueAt: LONG_AGO });
  }
}

/** These are no more. */
export function forgetFiles(store: Store, files: readonly Attached[]): void {
  for (const { file } of files) store.delete(fileKey(file.fileId));
  const bytes = files.reduce((sum, { file }) => sum + file.bytes, 0);
  store.put(BYTES, Math.max(0, fileBytes(store) - bytes));
}
