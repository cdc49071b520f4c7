import { randomInt, randomUUID } from "node:crypto";
import type { CDPSession, Page } from "playwright-core";
import { joinRoom, openPerson } from "../../e2e/harness/browser.ts";
import { SyntheticPicture } from "../node/rtc/packets.ts";
import type { Figure } from "../report/figure.ts";
import { Client } from "../room/client.ts";
import { type NearcastRooms, nearcastRooms } from "../room/nearcast.ts";
import type { LoadOptions } from "../room/room-load.ts";

const ROUNDS = 3;
/** More than can go directly, and as many pictures as a page shows at once. */
const OTHERS = 12;
const REMOTE_PICTURES = 'video[data-source="camera"]:not([data-self])';

/** In KiB of JavaScript's heap. */
interface Heap {
  readonly alone: number;
  readonly perOther: number;
}

/** What a page in a call keeps in JavaScript's heap, by itself and for each of the others, in turns with a blank page. */
export async function measurePageMemory(options: LoadOptions): Promise<Figure[]> {
  const person = await openPerson("Viewer");
  const nearcast: Heap[] = [];
  const floor: Heap[] = [];
  try {
    const rooms = await nearcastRooms(options.origin, options.stateDirectory, options.pageJoin);
    for (let round = 0; round < ROUNDS; round++) {
      options.report(`the page's, round ${round + 1} of ${ROUNDS}`);
      await rooms.prepare(round);
      const join = (index: number) => joinAndPublish(rooms, round, index);
      nearcast.push(await inCall(await person.context.newPage(), rooms.pageOf(round), join));
      floor.push(await inBlankPage(await person.context.newPage(), `${options.origin}/healthz`));
    }
  } finally {
    await person.browser.close();
  }
  const figure = (name: string, what: string, of: (heap: Heap) => number): Figure => ({
    name,
    unit: "KiB",
    better: "lower",
    nearcast: nearcast.map(of),
    against: { kind: "floor", what, samples: floor.map(of) },
  });
  return [
    figure("Page's JavaScript heap, alone in a room", "a blank page", ({ alone }) => alone),
    figure(
      `the same, for each of ${OTHERS} others with a picture`,
      "a receiver and its <video>",
      ({ perOther }) => perOther,
    ),
  ];
}

async function inCall(page: Page, url: string, join: (index: number) => Promise<Client>): Promise<Heap> {
  const clients: Client[] = [];
  try {
    const session = await page.context().newCDPSession(page);
    await joinRoom({ page, name: "Viewer" }, url);
    const alone = await heapKiB(session);
    for (let index = 0; index < OTHERS; index++) clients.push(await join(index));
    await page.waitForFunction(([selector, count]) => document.querySelectorAll(selector).length === count, [
      REMOTE_PICTURES,
      OTHERS,
    ] as const);
    return { alone, perOther: ((await heapKiB(session)) - alone) / OTHERS };
  } finally {
    for (const client of clients) await client.leave();
    await page.close();
  }
}

/** Somebody without a page, who publishes a camera and sends nothing of it. */
async function joinAndPublish(rooms: NearcastRooms, room: number, index: number): Promise<Client> {
  const item = await rooms.joinItem(room, `Visitor ${index}`);
  const client = await Client.connect(rooms.socketUrl(room), () => undefined);
  await client.join(item);
  const { rtpParameters } = new SyntheticPicture(randomInt(1, 0x7fff_ffff));
  const [producerId, streamId] = [randomUUID(), randomUUID()];
  const size = { width: 640, height: 360 };
  await client.publish({ producerId, streamId, source: "camera", paused: false, rtpParameters, size });
  return client;
}

/** The least that shows somebody: a receiver and an element that it plays in. */
async function inBlankPage(page: Page, url: string): Promise<Heap> {
  try {
    await page.goto(url);
    const session = await page.context().newCDPSession(page);
    const alone = await heapKiB(session);
    await page.evaluate(async (others) => {
      const connection = new RTCPeerConnection();
      for (let index = 0; index < others; index++) {
        const { receiver } = connection.addTransceiver("video", { direction: "recvonly" });
        const video = document.createElement("video");
        video.srcObject = new MediaStream([receiver.track]);
        document.body.append(video);
      }
      await connection.setLocalDescription();
    }, OTHERS);
    return { alone, perOther: ((await heapKiB(session)) - alone) / OTHERS };
  } finally {
    await page.close();
  }
}

/** What is left of the heap when all garbage is collected. */
async function heapKiB(session: CDPSession): Promise<number> {
  await session.send("Performance.enable");
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const used = metrics.find(({ name }) => name === "JSHeapUsedSize");
  if (used === undefined) throw new Error("the browser does not say how large its heap is");
  return used.value / 1024;
}
