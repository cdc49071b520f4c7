import { expect, test } from "vitest";
import { addressKey, networkOf } from "./address-key.ts";

const secret = new Uint8Array(32).fill(7);

test("all addresses of one IPv6 network are one, however they are written", () => {
  for (const address of ["2001:db8:1:2:3:4:5:6", "2001:DB8:1:2::1", "2001:0db8:0001:0002:ffff::"])
    expect(networkOf(address)).toBe("2001:db8:1:2");
  expect(networkOf("2001:db8::1")).toBe("2001:db8:0:0");
  expect(networkOf("::1")).toBe("0:0:0:0");
  expect(networkOf("192.0.2.7")).toBe("192.0.2.7");
});

test("the key of an address is another one in each room, and there is none where the address is not known", async () => {
  const here = await addressKey(secret, "here", "192.0.2.7");
  expect(here).toMatch(/^[\w-]{22}$/);
  expect(await addressKey(secret, "here", "192.0.2.7")).toBe(here);
  expect(await addressKey(secret, "there", "192.0.2.7")).not.toBe(here);
  expect(await addressKey(secret, "here", "192.0.2.8")).not.toBe(here);
  expect(await addressKey(secret, "here", undefined)).toBeNull();
});
