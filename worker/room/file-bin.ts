import { LIMITS, TIMES } from "../../protocol/limits.ts";
import type { ChatFile } from "../../protocol/room/files.ts";
import { earliest } from "../earliest.ts";
import { deleteFiles } from "../files/stored-files.ts";
import { errorText, log } from "../log.ts";
import type { Store } from "../store.ts";
import { attachedFiles, attachFile, fileBytes, forgetFiles } from "./file-storage.ts";

/** Files of a room that no message has: they are deleted from the bucket when they are due, on the room's alarm. */
export class FileBin {
  readonly #store: Store;
  #dueAt: number | null = null;

  constructor(store: Store) {
    this.#store = store;
    this.look();
  }

  /** When something in it is due, in milliseconds since 1970; null where nothing is in it. */
  get dueAt(): number | null {
    return this.#dueAt;
  }

  /** What is in it has changed. */
  look(): void {
    this.#dueAt = earliest(attachedFiles(this.#store).map(({ dueAt }) => dueAt));
  }

  /** Expects a file, until it is sent; null where the room, or this person, has too many. */
  expect(file: Omit<ChatFile, "type" | "fileId">, userId: string, now: number): string | null {
    const unsent = attachedFiles(this.#store);
    const own = unsent.filter((attached) => attached.userId === userId);
    if (fileBytes(this.#store) + file.bytes > LIMITS.fileBytesPerRoom) return null;
    if (unsent.length >= LIMITS.unsentFiles || own.length >= LIMITS.unsentFilesPerPerson) return null;
    const fileId = crypto.randomUUID();
    const dueAt = now + TIMES.unsentFileMs;
    attachFile(this.#store, { userId, file: { ...file, fileId }, type: null, dueAt });
    this.#dueAt = Math.min(this.#dueAt ?? dueAt, dueAt);
    return fileId;
  }

  /** Deletes what is due. A failure is logged, and tried again later. */
  async empty(bucket: R2Bucket, roomId: string, now: number): Promise<void> {
    if (this.#dueAt === null || now < this.#dueAt) return;
    const due = attachedFiles(this.#store).filter(({ dueAt }) => dueAt <= now);
    try {
      await deleteFiles(
        bucket,
        roomId,
        due.map(({ file }) => file.fileId),
      );
      forgetFiles(this.#store, due);
      this.look();
    } catch (error) {
      this.#dueAt = now + TIMES.fileRetryMs;
      log({ event: "files-not-deleted", roomId, waiting: due.length, error: errorText(error) });
    }
  }
}
