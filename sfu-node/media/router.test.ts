import { expect, test } from "vitest";
import { ROUTER_RTP_CAPABILITIES } from "../../protocol/codecs.ts";
import { mediaSettings } from "../testing/fixtures.ts";
import { MediaWorker } from "./media-worker.ts";

test("a router's capabilities are those that pages know before they join", async () => {
  const worker = await MediaWorker.create(0, mediaSettings(), () => undefined);
  const { router } = await worker.createRouter();
  expect(router.rtpCapabilities).toEqual(ROUTER_RTP_CAPABILITIES);
  worker.close();
});
