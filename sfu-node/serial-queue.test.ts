import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { SerialQueue } from "./serial-queue.ts";

test("tasks run one after the other, also after one that fails", async () => {
  const queue = new SerialQueue();
  const done: string[] = [];
  const task = (name: string, ms: number) => async () => {
    await delay(ms);
    done.push(name);
  };
  const slow = queue.run(task("slow", 20));
  const failing = queue.run(() => Promise.reject(new Error("on purpose")));
  const fast = queue.run(task("fast", 0));
  await expect(failing).rejects.toThrow("on purpose");
  await Promise.all([slow, fast]);
  expect(done).toEqual(["slow", "fast"]);
});
