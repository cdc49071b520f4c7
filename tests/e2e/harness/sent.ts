import type { BrowserContext, Page } from "playwright-core";
import { type Path, picturesBy } from "./paths.ts";

declare global {
  /** How often a page has asked for statistics. */
  var nearcastStatsAsked: number;
}

/** Has every page that is opened from now on count how often it asks for statistics. */
export async function countStats(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    globalThis.nearcastStatsAsked = 0;
    for (const { prototype } of [RTCPeerConnection, RTCRtpSender, RTCRtpReceiver]) {
      const { getStats } = prototype;
      prototype.getStats = function (...selector: []) {
        globalThis.nearcastStatsAsked += 1;
        return getStats.apply(this as never, selector);
      };
    }
  });
}

/** How often a page has asked for statistics so far. */
export function timesAsked(page: Page): Promise<number> {
  return page.evaluate(() => globalThis.nearcastStatsAsked);
}

/** The most bit/s of each encoding of each picture that a page sends by one path, wanted or not. */
export async function sentLimits(page: Page, path: Path): Promise<(number | undefined)[][]> {
  const pictures = await picturesBy(page, path);
  return pictures.map(({ encodings }) => encodings.map(({ maxBitrate }) => maxBitrate));
}

/** What a page's browser counts of one video that it sends. */
export interface Sent {
  readonly at: number;
  readonly bytes: number;
  readonly frames: number;
  readonly codec: string;
}

/** Counts five times a second, for so long, what is sent of the video whose picture has this width. */
export function countWhile(page: Page, width: number, seconds: number): Promise<Sent[]> {
  return page.evaluate(
    async ({ width, seconds }) => {
      const connections = globalThis.nearcastConnections.map(({ connection }) => connection);
      const count = async (connection: RTCPeerConnection): Promise<Sent | null> => {
        const report = await connection.getStats();
        const streams = [...report.values()].filter(
          ({ type, kind }) => type === "outbound-rtp" && kind === "video",
        );
        const largest = streams.find(({ frameWidth }) => frameWidth === width);
        if (largest === undefined) return null;
        const all = streams.filter(({ mediaSourceId }) => mediaSourceId === largest.mediaSourceId);
        return {
          at: largest.timestamp,
          bytes: all.reduce((sum, { bytesSent }) => sum + bytesSent, 0),
          frames: largest.framesEncoded,
          codec: report.get(largest.codecId).mimeType.split("/")[1],
        };
      };
      const counts: Sent[] = [];
      const end = performance.now() + seconds * 1_000;
      while (performance.now() < end) {
        const found = await Promise.all(
          connections.filter((each) => each.connectionState === "connected").map(count),
        );
        counts.push(...found.filter((each) => each !== null));
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      return counts;
    },
    { width, seconds },
  );
}
