import { afterEach, expect, test, vi } from "vitest";
import { randomUuid } from "./uuid.ts";

afterEach(() => vi.unstubAllGlobals());

test("an insecure page has UUIDs, too", () => {
  const { getRandomValues } = crypto;
  vi.stubGlobal("crypto", { getRandomValues: getRandomValues.bind(crypto) });
  expect(randomUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(randomUuid()).not.toBe(randomUuid());
});
