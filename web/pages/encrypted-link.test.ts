import { expect, test } from "vitest";
import { linkFault } from "./encrypted-link.ts";

test("a link fits a room that is as encrypted as it", () => {
  expect(linkFault({ encrypted: true, hasSecret: true, possible: true })).toBeNull();
  expect(linkFault({ encrypted: false, hasSecret: false, possible: false })).toBeNull();
  expect(linkFault({ encrypted: null, hasSecret: true, possible: true })).toBeNull();
  expect(linkFault({ encrypted: null, hasSecret: false, possible: false })).toBeNull();
});

test("an encrypted room wants the whole link", () => {
  expect(linkFault({ encrypted: true, hasSecret: false, possible: true })?.what).toContain(
    "Ask for the whole link",
  );
});

test("a server that says the room is not encrypted is not believed", () => {
  expect(linkFault({ encrypted: false, hasSecret: true, possible: true })?.what).toContain(
    "Nothing was sent",
  );
});

test("a browser that cannot encrypt says so before anybody joins", () => {
  for (const encrypted of [true, null])
    expect(linkFault({ encrypted, hasSecret: true, possible: false })?.title).toContain("This browser");
});
