import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../testing/temporary.ts";
import { tryLock, waitForLock } from "./lock.ts";

test("one at a time holds a lock", async () => {
  const file = join(await temporaryDirectory(), "lock");
  const lock = await tryLock(file);
  expect(await tryLock(file)).toBeUndefined();
  lock?.release();
  lock?.release();
  const next = await waitForLock(file, () => {});
  next.release();
});
