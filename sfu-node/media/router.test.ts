import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { ROUTER_RTP_CAPABILITIES } from "../../protocol/codecs.ts";
import { MediaWorker } from "./media-worker.ts";

test("a router's capabilities are those that pages know before they join", async () => {
  const port = randomInt(30_000, 32_000);
  const settings = { listenIp: "127.0.0.1", announcedAddress: null, ipv6: null, port, workers: 1 };
  const worker = await MediaWorker.create(0, settings, () => undefined);
  const { router } = await worker.createRouter();
  expect(router.rtpCapabilities).toEqual(ROUTER_RTP_CAPABILITIES);
  worker.close();
});
