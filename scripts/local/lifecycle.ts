import { UserError } from "../cli/user-error.ts";
import { type Child, describeExit } from "../process/child.ts";

/** What was opened together and ends together. */
export interface Lifecycle {
  /** Resolves when a supervised program has ended by itself, once everything has been closed. */
  readonly failed: Promise<UserError>;
  /** Has `close` called at the end; what was opened last is closed first. */
  onClose(close: () => unknown): void;
  /** Ends everything when a program ends by itself, unless it may, and ends well. */
  supervise(child: Child, options?: { mayEnd?: boolean }): void;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Makes an empty lifecycle. */
export function createLifecycle(): Lifecycle {
  const closers: (() => unknown)[] = [];
  const failure = Promise.withResolvers<UserError>();
  let closing: Promise<void> | undefined;

  const closeAll = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  const close = (): Promise<void> => {
    closing ??= closeAll();
    return closing;
  };
  const watch = async (child: Child, mayEnd: boolean): Promise<void> => {
    const exit = await child.exited;
    if (exit.requested || closing !== undefined || (mayEnd && exit.code === 0)) return;
    const error = new UserError(describeExit(child.name, exit), child.lastLines());
    await close();
    failure.resolve(error);
  };
  return {
    failed: failure.promise,
    onClose(closer) {
      closers.push(closer);
    },
    supervise(child, { mayEnd = false } = {}) {
      void watch(child, mayEnd);
    },
    close,
  };
}

/** Like Promise.all, but waits for the others before it throws, so that what they opened can be closed. */
export async function settleAll<T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
