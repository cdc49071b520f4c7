import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";

export interface Lock {
  /** Idempotent. */
  release(): void;
}

const RETRY_MS = 250;

/**
 * Takes a lock among processes, or answers undefined when another holds it.
 *
 * It is SQLite's lock on a file: the system frees it when its holder dies, so that no stale lock ever has to
 * be told from a live one.
 */
export async function tryLock(file: string): Promise<Lock | undefined> {
  await mkdir(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  return {
    release() {
      if (database.isOpen) database.close();
    },
  };
}

/** Takes a lock among processes, and waits for it as long as another holds it. */
export async function waitForLock(file: string, onWait: () => void): Promise<Lock> {
  for (;;) {
    const lock = await tryLock(file);
    if (lock) return lock;
    onWait();
    await delay(RETRY_MS);
  }
}

const SQLITE_BUSY = 5;
