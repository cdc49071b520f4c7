import { expect, test, vi } from "vitest";
import { loadOnce } from "./load-once.ts";

test("what is loaded is loaded once, and what failed once more", async () => {
  const load = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error("offline"))
    .mockResolvedValue("here");
  const get = loadOnce(load);
  await expect(get()).rejects.toThrow("offline");
  expect(await Promise.all([get(), get()])).toEqual(["here", "here"]);
  expect(load).toHaveBeenCalledTimes(2);
});
