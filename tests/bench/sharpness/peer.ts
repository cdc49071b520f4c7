import { fileURLToPath } from "node:url";
import { createWorker, type types } from "mediasoup";
import type * as Client from "mediasoup-client";
import type { types as clientTypes } from "mediasoup-client";
import type { Page } from "playwright-core";
import { build } from "vite";
import type { Track } from "./track.ts";

/** What runs in the peer's pages. */
interface PeerPage {
  mediasoupClient: typeof Client;
  order: (what: string, body: unknown) => Promise<unknown>;
  peerDevice: clientTypes.Device;
  peerTransport: clientTypes.Transport;
}

/** A share by mediasoup and mediasoup-client with nothing of Nearcast around them. */
export interface Peer {
  close(): void;
}

/**
 * Shares the tab that the browser picks, from one page to a `<video>` of the other, as one comes to do it by the usual example:
 * VP8 in three sizes with ceilings of 0.5, 1 and 5 Mbit/s, and no hint about what the picture is.
 *
 * @param track what is captured: the same that Nearcast captures
 */
export async function shareByPeer(sharer: Page, viewer: Page, track: Track): Promise<Peer> {
  const worker = await createWorker({ logLevel: "none" });
  try {
    const router = await worker.createRouter({
      mediaCodecs: [{ kind: "video", mimeType: "video/VP8", clockRate: 90_000 }],
    });
    const client = await clientBundle();
    await prepare(sharer, client, router);
    await prepare(viewer, client, router);
    const producerId = await sharer.evaluate(produce, track);
    await viewer.evaluate(consume, producerId);
    return worker;
  } catch (error) {
    worker.close();
    throw error;
  }
}

/** mediasoup-client as a script that leaves a global behind. */
async function clientBundle(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve("mediasoup-client"));
  const built = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, lib: { entry, name: "mediasoupClient", formats: ["iife"] } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  const chunk = first && "output" in first ? first.output[0] : undefined;
  if (!chunk) throw new Error("mediasoup-client was not built");
  // A variable of the script is none of the page's.
  return `${chunk.code}\nglobalThis.mediasoupClient = mediasoupClient;`;
}

/** Gives a page a device, a transport, and a way to the router. */
async function prepare(page: Page, client: string, router: types.Router): Promise<void> {
  const transport = await router.createWebRtcTransport({
    listenInfos: [{ protocol: "udp", ip: "127.0.0.1" }],
  });
  await page.exposeFunction("order", (what: string, body: unknown) =>
    carryOut(what, body, router, transport),
  );
  await page.evaluate(client);
  const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
  await page.evaluate(
    async ({ routerRtpCapabilities, options }) => {
      const here = globalThis as unknown as PeerPage;
      here.peerDevice = await here.mediasoupClient.Device.factory();
      await here.peerDevice.load({ routerRtpCapabilities });
      const isSender = location.hash === "#sender";
      here.peerTransport = isSender
        ? here.peerDevice.createSendTransport(options)
        : here.peerDevice.createRecvTransport(options);
      here.peerTransport.on("connect", ({ dtlsParameters: own }, done, failed) => {
        here.order("connect", own).then(done, failed);
      });
      here.peerTransport.on("produce", ({ rtpParameters }, done, failed) => {
        here.order("produce", rtpParameters).then((producerId) => done({ id: String(producerId) }), failed);
      });
    },
    {
      routerRtpCapabilities: router.rtpCapabilities as clientTypes.RtpCapabilities,
      options: {
        id,
        iceParameters,
        iceCandidates,
        dtlsParameters,
      } as clientTypes.TransportOptions,
    },
  );
}

async function carryOut(
  what: string,
  body: unknown,
  router: types.Router,
  transport: types.WebRtcTransport,
): Promise<unknown> {
  switch (what) {
    case "connect":
      return transport.connect({ dtlsParameters: body as types.DtlsParameters });
    case "produce": {
      const rtpParameters = body as types.RtpParameters;
      return (await transport.produce({ kind: "video", rtpParameters })).id;
    }
    case "consume": {
      const producerId = String(body);
      const { rtpCapabilities } = router;
      const { id, kind, rtpParameters } = await transport.consume({ producerId, rtpCapabilities });
      return { id, producerId, kind, rtpParameters };
    }
    default:
      throw new Error(`no such order: ${what}`);
  }
}

/** Runs in the page that shares. */
async function produce({ width, height, frameRate }: Track): Promise<string> {
  const { peerTransport } = globalThis as unknown as PeerPage;
  const stream = await navigator.mediaDevices.getDisplayMedia({
    video: { width: { max: width }, height: { max: height }, frameRate: { max: frameRate } },
  });
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error("no track");
  const producer = await peerTransport.produce({
    track,
    encodings: [
      { scaleResolutionDownBy: 4, maxBitrate: 500_000 },
      { scaleResolutionDownBy: 2, maxBitrate: 1_000_000 },
      { scaleResolutionDownBy: 1, maxBitrate: 5_000_000 },
    ],
    codecOptions: { videoGoogleStartBitrate: 1_000 },
  });
  return producer.id;
}

/** Runs in the page that watches; the `<video>` is marked as a screen is in Nearcast's page. */
async function consume(producerId: string): Promise<void> {
  const { order, peerTransport } = globalThis as unknown as PeerPage;
  const consumer = await peerTransport.consume(
    (await order("consume", producerId)) as clientTypes.ConsumerOptions,
  );
  const video = document.createElement("video");
  video.dataset.source = "screen";
  video.muted = true;
  video.autoplay = true;
  video.style.width = "100%";
  video.srcObject = new MediaStream([consumer.track]);
  document.body.replaceChildren(video);
}
