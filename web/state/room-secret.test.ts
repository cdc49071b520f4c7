import { expect, test } from "vitest";
import { makeRoomSecret, roomSecretIn } from "./room-secret.ts";

test("a link's fragment holds a whole secret or none", () => {
  const secret = makeRoomSecret();
  expect(roomSecretIn(`#${secret}`)?.length).toBe(32);
  expect(roomSecretIn(secret)).toEqual(roomSecretIn(`#${secret}`));
  for (const broken of ["", "#", "#main", `#${secret}A`, `#${secret.slice(1)}`, `#${secret.slice(0, -1)}!`])
    expect(roomSecretIn(broken), broken).toBeNull();
});
