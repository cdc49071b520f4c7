import { expect, it } from "vitest";
import { mediaStatusOf } from "./media-status.ts";

it("says in one word how the media path is", () => {
  expect(mediaStatusOf(null, false)).toBe("waiting-for-node");
  expect(mediaStatusOf(null, true)).toBe("interrupted");
  expect(mediaStatusOf(["new", "new"], false)).toBe("connected");
  expect(mediaStatusOf(["connecting", "connected"], false)).toBe("connecting");
  expect(mediaStatusOf(["failed", "connected"], false)).toBe("interrupted");
});
