import type { Page } from "playwright-core";

/** What all streams of one kind of media came to. */
interface Counted {
  /** Since they began. */
  readonly bytes: number;
  readonly frames: number;
  /** Frames that went, or came, whole. */
  readonly carried: number;
  /** Of the largest picture among them, in pixels. */
  readonly height: number;
}

/** What the page has sent so far. */
export function countSent(page: Page, kind: "audio" | "video"): Promise<Counted> {
  return count(page, "outbound-rtp", kind);
}

/** What the page has received so far. */
export function countReceived(page: Page, kind: "audio" | "video"): Promise<Counted> {
  return count(page, "inbound-rtp", kind);
}

function count(page: Page, type: "outbound-rtp" | "inbound-rtp", kind: "audio" | "video"): Promise<Counted> {
  return page.evaluate(
    async ([type, kind]) => {
      const total = { bytes: 0, frames: 0, carried: 0, height: 0 };
      for (const { connection } of globalThis.nearcastConnections) {
        for (const entry of (await connection.getStats()).values()) {
          if (entry.type !== type || entry.kind !== kind) continue;
          total.bytes += entry.bytesSent ?? entry.bytesReceived ?? 0;
          total.frames += entry.framesEncoded ?? entry.framesDecoded ?? 0;
          total.carried += entry.framesSent ?? entry.framesReceived ?? 0;
          total.height = Math.max(total.height, entry.frameHeight ?? 0);
        }
      }
      return total;
    },
    [type, kind] as const,
  );
}
