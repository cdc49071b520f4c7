import { beforeEach } from "vitest";

/** Calls `renew` before a test is tried again, so that it finds everything as it was at first: no rooms, and every node up. */
export function beforeSecondTry(renew: () => Promise<void>): void {
  let last: string | null = null;
  beforeEach(async ({ task }) => {
    if (task.id === last) await renew();
    last = task.id;
  });
}
