import { MediaNode } from "./node.ts";
import type { Page } from "./page.ts";
import { Room } from "./room.ts";
import type { RoomLink } from "./room-link.ts";

/** A room in which somebody shares a screen with somebody else, by way of a node. */
export interface SharedRoom {
  readonly node: MediaNode;
  readonly room: Room;
  readonly link: RoomLink;
  readonly sharer: Page;
  readonly viewer: Page;
  /** The producer of the screen. */
  readonly screen: string;
}

/** Makes such a room. All that was said and ordered for it has been heard. */
export async function openSharedRoom(): Promise<SharedRoom> {
  const node = await MediaNode.register("node-a");
  const room = await Room.open();
  const link = await node.link(room.id);
  const sharer = await room.join();
  const viewer = await room.join();
  const screen = await sharer.publish("screen");
  await viewer.inbox.take("consumers");
  for (const page of [sharer, viewer]) {
    await page.settled();
    page.inbox.clear();
  }
  link.orders.clear();
  return { node, room, link, sharer, viewer, screen };
}
