import type { BrowserContext } from "playwright-core";
import { expect, test } from "vitest";
import { joinRoom, shareScreen } from "./harness/browser.ts";
import { expectLivePicture, sentVideo } from "./harness/codecs.ts";
import { openMark } from "./harness/mark.ts";
import { arriveByNode } from "./harness/paths.ts";
import { setScene } from "./harness/scene.ts";

const scene = setScene();

/** How a page's browser, or the node, is had to refuse what it is first asked to send. */
const REFUSALS = {
  /** It knows no layers. */
  encodings: () => {
    const { addTransceiver } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.addTransceiver = function (track, init) {
      if (track instanceof MediaStreamTrack && init?.sendEncodings?.some((each) => "scalabilityMode" in each))
        throw new DOMException("no such scalability mode", "OperationError");
      return addTransceiver.call(this, track, init);
    };
  },
  /** It cannot offer a first picture. */
  offer: () => {
    const { prototype } = RTCPeerConnection;
    const set: (description?: RTCLocalSessionDescriptionInit) => Promise<void> =
      prototype.setLocalDescription;
    let refused = false;
    Object.assign(prototype, {
      async setLocalDescription(this: RTCPeerConnection, description?: RTCLocalSessionDescriptionInit) {
        if (refused || !/^m=video/m.test(description?.sdp ?? "")) return set.call(this, description);
        refused = true;
        throw new DOMException("no encoder", "OperationError");
      },
    });
  },
  /** It takes no answer by which it would send AV1. */
  answer: () => {
    const { prototype } = RTCPeerConnection;
    const set: (description: RTCSessionDescriptionInit) => Promise<void> = prototype.setRemoteDescription;
    Object.assign(prototype, {
      async setRemoteDescription(this: RTCPeerConnection, description: RTCSessionDescriptionInit) {
        const sections = (description.sdp ?? "").split(/^m=/m).slice(1);
        if (sections.some((each) => /a=recvonly/.test(each) && /a=rtpmap:\d+ AV1/.test(each)))
          throw new DOMException("no such codec", "OperationError");
        return set.call(this, description);
      },
    });
  },
  /** The node hears of a codec that it has not. */
  node: () => {
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      send.call(
        this,
        String(data).includes('"publish"') ? String(data).replaceAll("video/AV1", "video/AV9") : data,
      );
    };
  },
  /** Nothing works. */
  all: () => {
    const { addTransceiver } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.addTransceiver = function (track, init) {
      if (track instanceof MediaStreamTrack && track.kind === "video")
        throw new DOMException("no video", "OperationError");
      return addTransceiver.call(this, track, init);
    };
  },
};

async function refuse(context: BrowserContext, what: keyof typeof REFUSALS): Promise<void> {
  await context.addInitScript(REFUSALS[what]);
}

test.for([
  ["encodings", "av1"],
  ["offer", "h264"],
  ["answer", "h264"],
  ["node", "h264"],
] as const)(
  "a screen whose first %s is refused goes out in %s",
  { timeout: 120_000 },
  async ([what, codec]) => {
    const slug = `refused-${what}`;
    const ada = await scene.open("Ada");
    await refuse(ada.context, what);
    await joinRoom(ada, scene.room(slug));
    await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
    const ben = await arriveByNode(scene, "Ben", slug);
    const mark = await openMark(ada.context, { width: 1280, height: 720 });
    await shareScreen(ada.page, "1080p");
    await expectLivePicture(mark, ben.page);
    expect((await sentVideo(ada.page)).map((sent) => sent.codec)).toEqual([codec]);
    expect(await ada.page.getByRole("alert").allTextContents()).toEqual([]);
    expect([...ada.complaints, ...ben.complaints]).toEqual([]);
  },
);

test("a screen that nothing can send ends, and its owner is told what to do", {
  timeout: 60_000,
}, async () => {
  const ada = await scene.open("Ada");
  await refuse(ada.context, "all");
  await joinRoom(ada, scene.room("refused-all"));
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p");
  await ada.page
    .getByText(
      "Your screen could not be shared: no video codec worked. Restart the browser, or use another one.",
    )
    .waitFor();
  await ada.page.getByRole("button", { name: "Share screen", exact: true }).waitFor();
});
