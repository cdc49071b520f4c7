import type { BrowserContext, Page } from "playwright-core";

/** What a page's connections had carried at one moment. Counters only rise; those of a stream that ended stay counted. */
export interface Entry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly video: {
    readonly bytesIn: number;
    readonly framesIn: number;
    readonly bytesOut: number;
    readonly framesOut: number;
  };
  readonly audio: {
    readonly packetsIn: number;
    /** Samples that had to be made up, of so many that were played. */
    readonly concealed: number;
    readonly played: number;
  };
  /** What the sender believes it may send, in bit/s. */
  readonly available: number;
}

declare global {
  var nearcastJournal: Entry[];
}

/** Has every page that is opened from now on keep a journal, four entries a second. */
export async function keepJournals(context: BrowserContext): Promise<void> {
  await context.addInitScript(installJournal);
}

/** The journal so far. */
export function readJournal(page: Page): Promise<Entry[]> {
  return page.evaluate(() => globalThis.nearcastJournal);
}

/** Runs in the page. */
function installJournal(): void {
  globalThis.nearcastJournal = [];
  /** The last that was heard of each stream, by connection and stream. */
  const streams = new Map<string, Record<string, number | string>>();
  const note = async (): Promise<void> => {
    let available = 0;
    for (const [index, { connection }] of globalThis.nearcastConnections.entries()) {
      if (connection.connectionState === "closed") continue;
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type === "inbound-rtp" || entry.type === "outbound-rtp")
          streams.set(`${index} ${entry.id}`, entry);
        if (entry.type === "candidate-pair" && entry.nominated) {
          available = Math.max(available, entry.availableOutgoingBitrate ?? 0);
        }
      }
    }
    const sum = (type: string, kind: string, field: string) =>
      [...streams.values()]
        .filter((stream) => stream.type === type && stream.kind === kind)
        .reduce((total, stream) => total + Number(stream[field] ?? 0), 0);
    globalThis.nearcastJournal.push({
      at: Date.now(),
      video: {
        bytesIn: sum("inbound-rtp", "video", "bytesReceived"),
        framesIn: sum("inbound-rtp", "video", "framesDecoded"),
        bytesOut: sum("outbound-rtp", "video", "bytesSent"),
        framesOut: sum("outbound-rtp", "video", "framesEncoded"),
      },
      audio: {
        packetsIn: sum("inbound-rtp", "audio", "packetsReceived"),
        concealed: sum("inbound-rtp", "audio", "concealedSamples"),
        played: sum("inbound-rtp", "audio", "totalSamplesReceived"),
      },
      available,
    });
  };
  setInterval(() => void note(), 250);
}
