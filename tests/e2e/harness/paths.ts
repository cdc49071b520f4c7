import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { joinRoom, type Person } from "./browser.ts";
import type { Scene } from "./scene.ts";
import { SCREENS } from "./shares.ts";

/** How media goes between two pages. */
export type Path = "direct" | "node";

/** What one kind of a page's paths has carried of pictures. */
export interface PathTraffic {
  /** Connections that stand. */
  readonly connected: number;
  readonly framesSent: number;
  /** The layers in which each picture is encoded of which anything was sent, for example `L1T3`. */
  readonly layers: readonly string[];
}

/** Has a browser connect to others by relays alone, of which there are none: its media goes by the node. */
export function hideAddresses(person: { context: BrowserContext }): Promise<void> {
  return closePath(person, "direct");
}

/** The same for what a page connects to from now on: it has measured its way to nodes, which takes its addresses. */
export function hideAddressesFromNow({ page }: { page: Page }): Promise<void> {
  return page.evaluate(useRelaysAlone, "direct" as const);
}

/** Has a browser connect by one of the paths by relays alone, of which there are none. */
export async function closePath({ context }: { context: BrowserContext }, closed: Path): Promise<void> {
  await context.addInitScript(useRelaysAlone, closed);
}

/** Runs in a page. */
function useRelaysAlone(closed: Path): void {
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      // Those to the node use the call's certificate.
      const path = configuration?.certificates === undefined ? "direct" : "node";
      super(path === closed ? { ...configuration, iceTransportPolicy: "relay" } : configuration);
    }
  };
}

/** Somebody in a room, whose media goes by the node whatever the room says. */
export async function arriveByNode(scene: Scene, name: string, slug: string): Promise<Person> {
  const person = await scene.open(name);
  await hideAddresses(person);
  await joinRoom(person, scene.room(slug));
  return person;
}

/** Somebody in a room whose media goes by this path, as soon as it can: by itself the room chooses the direct one for two. */
export function arriveBy(scene: Scene, path: Path, name: string, slug: string): Promise<Person> {
  return path === "node" ? arriveByNode(scene, name, slug) : scene.arrive(name, slug);
}

/** What has gone via the node, and what directly, since the page was opened; of connections that are closed, nothing. */
export function readTraffic(page: Page): Promise<{ node: PathTraffic; direct: PathTraffic }> {
  return page.evaluate(async () => {
    const sum = async (isDirect: boolean) => {
      const traffic = { connected: 0, framesSent: 0, layers: [] as string[] };
      for (const { connection, isDirect: each } of globalThis.nearcastConnections) {
        if (each !== isDirect || connection.connectionState !== "connected") continue;
        traffic.connected += 1;
        for (const entry of (await connection.getStats()).values()) {
          if (entry.type !== "outbound-rtp" || entry.kind !== "video") continue;
          traffic.framesSent += entry.framesSent ?? 0;
          if (entry.framesSent > 0) traffic.layers.push(entry.scalabilityMode);
        }
      }
      return traffic;
    };
    return { node: await sum(false), direct: await sum(true) };
  });
}

/** How a page has its browser send a picture by one path. */
interface SentPicture {
  /** What the track says that it shows. */
  readonly contentHint: string;
  readonly degradationPreference: RTCDegradationPreference | undefined;
  readonly encodings: readonly RTCRtpEncodingParameters[];
}

/** How the pictures are sent now that a page sends by this path. */
export async function sentPictures(page: Page, path: Path): Promise<SentPicture[]> {
  const pictures = await picturesBy(page, path);
  return pictures.filter(({ encodings }) => encodings.some(({ active }) => active));
}

/** How the pictures are sent, or would be if they were wanted, that a page has for this path. */
export function picturesBy(page: Page, path: Path): Promise<SentPicture[]> {
  return page.evaluate((path) => {
    const open = globalThis.nearcastConnections.filter(
      ({ connection, isDirect }) =>
        isDirect === (path === "direct") && connection.connectionState === "connected",
    );
    return open.flatMap(({ connection }) =>
      connection.getSenders().flatMap((sender) => {
        if (sender.track?.kind !== "video") return [];
        const { degradationPreference, encodings } = sender.getParameters();
        return [{ contentHint: sender.track.contentHint, degradationPreference, encodings }];
      }),
    );
  }, path);
}

/**
 * Waits until the first shared screen that somebody sees comes by a path. On a slow machine pages do not connect to each other at
 * their first try, and the next one is a while later.
 */
export async function comesBy({ page }: { page: Page }, path: Path): Promise<void> {
  await expect.poll(() => shownPath(page), { timeout: 60_000 }).toBe(path);
}

/** Which path the picture of the first remote screen comes by; null while there is none. */
export async function shownPath(page: Page): Promise<Path | null> {
  const [first = null] = await shownPaths(page);
  return first;
}

/** Which path the picture of each remote screen comes by; null where there is none yet. */
export function shownPaths(page: Page): Promise<(Path | null)[]> {
  return page.evaluate((screens) => {
    const pathOf = (video: HTMLVideoElement) => {
      const [track] = (video.srcObject as MediaStream | null)?.getTracks() ?? [];
      if (track === undefined) return null;
      const of = ({ connection }: { connection: RTCPeerConnection }) =>
        connection.getReceivers().some((receiver) => receiver.track === track);
      return globalThis.nearcastConnections.find(of)?.isDirect === true ? "direct" : "node";
    };
    return [...document.querySelectorAll<HTMLVideoElement>(screens)].map(pathOf);
  }, SCREENS);
}
