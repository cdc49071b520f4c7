import type { BrowserContext, Page } from "playwright-core";

/** The connections that a page has made, and how often it has asked for statistics. */
interface Watched {
  connections: RTCPeerConnection[];
  asked: number;
}

/** Has every page that is opened from now on keep its connections, so that a test can ask them what it wants. */
export async function watchConnections(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const watched: Watched = { connections: [], asked: 0 };
    Object.assign(globalThis, { watched });
    const Plain = globalThis.RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Plain {
      constructor(...options: ConstructorParameters<typeof Plain>) {
        super(...options);
        watched.connections.push(this);
      }
    };
    for (const { prototype } of [Plain, RTCRtpSender, RTCRtpReceiver]) {
      const { getStats } = prototype;
      prototype.getStats = function (...selector: []) {
        watched.asked += 1;
        return getStats.apply(this as never, selector);
      };
    }
  });
}

/** How often a page has asked for statistics so far. */
export function timesAsked(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched.asked);
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
      const { connections } = (globalThis as unknown as { watched: Watched }).watched;
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
