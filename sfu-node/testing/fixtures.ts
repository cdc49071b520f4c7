import { randomInt, randomUUID } from "node:crypto";
import { ROUTER_RTP_CAPABILITIES } from "../../protocol/codecs.ts";
import type { MessageOf } from "../../protocol/frame.ts";
import type { ORDERS } from "../../protocol/node/orders.ts";
import { type Config, type MediaSettings, readConfig } from "../config.ts";
import type { FakeEdge } from "./fake-edge.ts";

type OrderOf<T extends MessageOf<typeof ORDERS>["type"]> = Extract<MessageOf<typeof ORDERS>, { type: T }>;

/** The environment of a node that dials `edge`, on media ports that nobody else is likely to use. */
export function testEnvironment(edge: FakeEdge, workers = 1): Record<string, string> {
  return {
    EDGE_URL: edge.origin,
    NODE_ID: edge.nodeId,
    NODE_KEY: edge.nodeKey,
    REGION: "test",
    LISTEN_IP: "127.0.0.1",
    MEDIA_PORT: String(randomInt(20_000, 30_000)),
    WORKERS: String(workers),
    HTTP_PORT: "0",
    DRAIN_LIMIT_SECONDS: "0",
  };
}

/** Workers on ports that nobody else is likely to use. */
export function mediaSettings(workers = 1, participantsPerWorker = 64): MediaSettings {
  return {
    listenIp: "127.0.0.1",
    announcedAddress: null,
    ipv6: null,
    port: randomInt(30_000, 32_700),
    pipePorts: { min: 44_500, max: 44_999 },
    workers,
    participantsPerWorker,
  };
}

export function testConfig(edge: FakeEdge, workers = 1): Config {
  return readConfig(testEnvironment(edge, workers));
}

/** An order to attach a page that can decode all that the router has. */
export function attach(participantId: string, epoch = 1): OrderOf<"attach"> {
  const value = Array.from({ length: 32 }, () => randomInt(256).toString(16).padStart(2, "0").toUpperCase());
  return {
    type: "attach",
    epoch,
    participantId,
    rtpCapabilities: ROUTER_RTP_CAPABILITIES,
    dtlsParameters: { fingerprints: [{ algorithm: "sha-256", value: value.join(":") }] },
  };
}

/** An order to produce a camera's VP8. Without `mid` and with its own SSRC, as many as wanted fit on one transport. */
export function produce(participantId: string, producerId: string = randomUUID(), epoch = 1) {
  const ssrc = randomInt(1, 0x7fff_ffff);
  return {
    type: "produce",
    epoch,
    participantId,
    producerId,
    kind: "video",
    paused: false,
    rtpParameters: {
      codecs: [
        {
          mimeType: "video/VP8",
          payloadType: 96,
          clockRate: 90_000,
          rtcpFeedback: [
            { type: "nack", parameter: "" },
            { type: "nack", parameter: "pli" },
            { type: "transport-cc", parameter: "" },
          ],
        },
        { mimeType: "video/rtx", payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
      ],
      encodings: [{ ssrc, rtx: { ssrc: ssrc + 1 } }],
      rtcp: { cname: participantId },
    },
  } satisfies OrderOf<"produce">;
}
