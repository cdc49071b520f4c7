import { expect, test } from "vitest";
import { TO_ROOM } from "../../protocol/room/to-room.ts";
import { GRANTS } from "./grants.ts";

test("every message that a participant may send says what it takes", () => {
  // These two come from somebody who is not in the room yet: a token or a key lets them in.
  const fromOutside = new Set(["join", "resume"]);
  const fromInside = Object.keys(TO_ROOM).filter((type) => !fromOutside.has(type));
  expect(Object.keys(GRANTS).sort()).toEqual(fromInside.sort());
});
