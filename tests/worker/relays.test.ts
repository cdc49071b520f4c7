import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { IceServers } from "../../protocol/ice-servers.ts";
import { isSignedWith } from "../../worker/turn/testing/is-signed-with.ts";
import { Guest } from "./harness/guest.ts";
import { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

/** Whether the relay, which shares the secret, would take who comes with these. */
async function isTaken({ servers }: IceServers): Promise<boolean> {
  const relay = servers.find(({ username }) => username !== undefined);
  const isSigned = await isSignedWith(env.TURN_SECRET ?? "", relay);
  return isSigned && Number(relay?.username?.split(":")[0]) * 1000 > Date.now();
}

test("a pass into a room comes with relays and credentials for them", async () => {
  const room = await Room.open();
  const { ice } = await new Guest().session(room.slug);
  expect(ice.expiresIn).toBe(3600);
  expect(ice.servers.flatMap(({ urls }) => urls)).toEqual([
    "stun:turn.nearcast.test:3478",
    "turns:turn.nearcast.test:443?transport=tcp",
  ]);
  expect(await isTaken(ice)).toBe(true);
});

test("who is in the room renews them, and nobody else", async () => {
  const room = await Room.open();
  const page = await room.join();
  const renewed = await page.ask<IceServers>({ type: "renew-ice-servers" });
  expect(await isTaken(renewed)).toBe(true);
  const stranger = await Page.open(room.id);
  expect((await stranger.refused({ type: "renew-ice-servers" })).code).toBe("not_joined");
});
