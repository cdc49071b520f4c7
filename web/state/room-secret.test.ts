import { expect, test } from "vitest";
import { inviteIn, makeRoomSecret, roomSecretIn, secretTextIn } from "./room-secret.ts";

test("a link's fragment holds a whole secret or none", () => {
  const secret = makeRoomSecret();
  expect(roomSecretIn(`#${secret}`)?.length).toBe(32);
  expect(roomSecretIn(secret)).toEqual(roomSecretIn(`#${secret}`));
  for (const broken of ["", "#", "#main", `#${secret}A`, `#${secret.slice(1)}`, `#${secret.slice(0, -1)}!`])
    expect(roomSecretIn(broken), broken).toBeNull();
});

test("a secret and an invitation stand side by side, and neither is taken for the other", () => {
  const secret = makeRoomSecret();
  const invite = "AbCdEfGhIjKlMnOpQrStUv";
  for (const fragment of [`#${secret}&invite=${invite}`, `#invite=${invite}&${secret}`]) {
    expect(roomSecretIn(fragment)).toEqual(roomSecretIn(secret));
    expect(secretTextIn(fragment)).toBe(secret);
    expect(inviteIn(fragment)).toBe(invite);
  }
  expect(inviteIn(`#${secret}`)).toBeUndefined();
  expect(secretTextIn(`#invite=${invite}`)).toBe("");
  expect(roomSecretIn(`#invite=${secret}`)).toBeNull();
});
