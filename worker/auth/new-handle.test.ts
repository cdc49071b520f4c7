import * as v from "valibot";
import { expect, test } from "vitest";
import { handleSchema } from "../../protocol/account.ts";
import { handlesFor } from "./new-handle.ts";

test.for([
  ["Ada Lovelace", "ada_lovelace"],
  ["Zoë-Márta", "zoe_marta"],
  ["Admin", "admin_z"],
  ["Al", "al_z"],
  ["李雷", "guest_z"],
  ["аdа", "d_z"],
  ["__ \u202e __", "guest_z"],
  ["x".repeat(60), "x".repeat(20)],
])("%s is %s", ([name = "", handle]) => {
  expect(handlesFor(name, 35).handle).toBe(handle);
});

test("every handle that is made is one", () => {
  for (const name of ["A".repeat(60), "", "ß", "a_".repeat(30), "19 letters and more!"]) {
    const { handle, otherHandle } = handlesFor(name, 0xffff_ffff);
    expect([v.is(handleSchema, handle), v.is(handleSchema, otherHandle)], name).toEqual([true, true]);
  }
});
