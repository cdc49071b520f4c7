import { Audience, startCrowd } from "./audience.ts";
import { type BareRoom, BareSite } from "./bare-site.ts";
import { NearcastSite } from "./nearcast-site.ts";
import type { Identity } from "./rtc/identity.ts";
import { PlainPath } from "./rtc/plain-path.ts";
import { Sender } from "./sender.ts";
import type { Site } from "./site.ts";

const SENDERS = 2;
export const VIEWERS = 100;

/** A room in which a few send pictures to many, and the processes whose time counts. */
export interface Scene {
  readonly pids: readonly number[];
  readonly senders: readonly Sender[];
  /** How many packets viewers have received since the last time that this was asked. */
  count(): Promise<number>;
  stop(): Promise<void>;
}

/** One whose viewers are browsers to the node, and of whom some are watched. */
export interface WatchedScene extends Scene {
  readonly audience: Audience;
}

export async function openNearcastScene(identity: Identity): Promise<WatchedScene> {
  return openScene(await NearcastSite.start(), identity);
}

export async function openBareScene(identity: Identity): Promise<WatchedScene> {
  return openScene(await BareSite.start(), identity);
}

/** Bare mediasoup without encryption. */
export async function openPlainScene(): Promise<Scene> {
  const site = await BareSite.start();
  const room = await site.openRoom();
  const senders: Sender[] = [];
  for (let index = 0; index < SENDERS; index++)
    senders.push(await Sender.openPlainly(await PlainPath.open(), (stream) => room.producePlainly(stream)));
  const crowd = await startCrowd();
  const ports = await crowd.ask("openPlainly", { size: VIEWERS });
  await crowd.ask("expect", { ssrcs: await consumePlainly(room, ports) });
  return {
    pids: site.pids,
    senders,
    count: () => crowd.ask("count", null),
    stop: async () => {
      await close(senders, crowd, site);
    },
  };
}

async function openScene(site: Site, identity: Identity): Promise<WatchedScene> {
  const room = await site.openRoom();
  const senders: Sender[] = [];
  for (let index = 0; index < SENDERS; index++) senders.push(await Sender.open(room, identity));
  const audience = await Audience.open(VIEWERS, room, identity);
  return {
    pids: site.pids,
    senders,
    audience,
    count: () => audience.count(),
    stop: () => close(senders, audience, site),
  };
}

async function consumePlainly(room: BareRoom, ports: readonly number[]): Promise<number[]> {
  const ssrcs: number[] = [];
  for (const port of ports) ssrcs.push(...(await room.consumePlainly(port)));
  return ssrcs;
}

/** The node comes last: a socket whose other end is gone complains. */
async function close(
  senders: readonly Sender[],
  viewers: { stop(): Promise<void> },
  site: Site,
): Promise<void> {
  for (const sender of senders) sender.close();
  await viewers.stop();
  await site.stop();
}
