import type { Page, Worker } from "playwright-core";

/** What a page's receivers were sent, as the media node has it. */
export interface Wiretap {
  /** Of each frame: its last byte, which says that it is encrypted, and the id of the key. */
  frames(): Promise<{ format: number; keyId: number }[]>;
}

/** Puts a worker in place of the page's own that decrypts nothing, and notes what comes. Call it before the page is opened. */
export async function wiretap(page: Page): Promise<Wiretap> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Page.setBypassCSP", { enabled: true });
  await page.addInitScript(() => {
    const listen = () => {
      const scope = self as unknown as {
        onrtctransform: (event: {
          transformer: { options: { direction: string }; readable: ReadableStream<{ data: ArrayBuffer }> };
        }) => void;
      };
      scope.onrtctransform = async ({ transformer: { options, readable } }) => {
        const reader = readable.getReader();
        for (;;) {
          const { value } = await reader.read();
          if (!value) return;
          if (options.direction !== "receive") continue;
          const end = new DataView(value.data, value.data.byteLength - 4);
          postMessage({ format: end.getUint8(3), keyId: end.getUint16(0) });
        }
      };
      postMessage({ type: "ready" });
    };
    const frames: unknown[] = [];
    Object.assign(window, { tapped: frames });
    window.Worker = class extends Worker {
      constructor() {
        super(URL.createObjectURL(new Blob([`(${listen})()`])));
        this.addEventListener("message", ({ data }) => "format" in data && frames.push(data));
      }
    };
  });
  return {
    frames: () => page.evaluate(() => (window as unknown as { tapped: never[] }).tapped),
  };
}

/** Has the page send in clear what it should encrypt. Call it before the page is opened. */
export async function sendInClear(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(RTCRtpSender.prototype, "transform", { set: () => undefined });
  });
}

/** The worker with which a page that is in an encrypted room encrypts and decrypts. */
export function frameWorker(page: Page): Worker {
  const worker = page.workers().find((each) => each.url().includes("frame-worker"));
  if (worker === undefined) throw new Error("the page has no worker for frames");
  return worker;
}

/** From now on a worker cannot encrypt, or decrypt, what is of this source. Returns what lets it again. */
export async function breakCipher(
  worker: Worker,
  operation: "encrypt" | "decrypt",
  source: string,
): Promise<() => Promise<void>> {
  await worker.evaluate(
    ({ operation, source }) => {
      const works = SubtleCrypto.prototype[operation];
      crypto.subtle[operation] = (algorithm, key, data) => {
        // Frames are bound to the name of their stream.
        const { additionalData } = algorithm as AesGcmParams;
        const name = new TextDecoder().decode(additionalData);
        if (name.includes(`${source} `)) throw new Error(`cannot ${operation} a ${source}`);
        return works.call(crypto.subtle, algorithm, key, data);
      };
    },
    { operation, source },
  );
  return () =>
    worker.evaluate((operation) => {
      crypto.subtle[operation] = SubtleCrypto.prototype[operation];
    }, operation);
}

/** Lets the page be asked what it hears. Call it before the page is opened. Returns how much sound it has decoded, as energy. */
export async function listenIn(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const connections: RTCPeerConnection[] = [];
    Object.assign(window, { connections });
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
  });
  return () =>
    page.evaluate(async () => {
      const { connections } = window as unknown as { connections: RTCPeerConnection[] };
      const reports = await Promise.all(connections.map((connection) => connection.getStats()));
      const entries = reports.flatMap((report) => [...report.values()]);
      const sounds = entries.filter(({ type, kind }) => type === "inbound-rtp" && kind === "audio");
      return sounds.reduce((sum, { totalAudioEnergy = 0 }) => sum + totalAudioEnergy, 0);
    });
}

/** Everything that a page sends from now on, and what it stores: addresses, headers, bodies, frames. */
export function recordLeaks(page: Page): () => Promise<string> {
  const sent: string[] = [];
  page.on("request", (request) => {
    sent.push(request.url(), JSON.stringify(request.headers()), request.postData() ?? "");
  });
  page.on("websocket", (socket) => {
    sent.push(socket.url());
    socket.on("framesent", ({ payload }) => sent.push(String(payload)));
  });
  return async () => {
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    return [...sent, stored].join("\n");
  };
}
