import type { Page } from "playwright-core";

/** What a page moves where the other's mouse is. */
export const CHANNEL_POINTER = "#channel-pointer";

declare global {
  var nearcastPeer: RTCPeerConnection;
}

/** Has every movement of the mouse in a page move something in another one, by a data channel between the two. */
export async function openPointerChannel(mover: Page, watcher: Page): Promise<void> {
  const offer = await mover.evaluate(async () => {
    const peer = new RTCPeerConnection();
    globalThis.nearcastPeer = peer;
    // What is late is of no use: the next place comes.
    const channel = peer.createDataChannel("pointer", { ordered: false, maxRetransmits: 0 });
    const send = ({ clientX }: PointerEvent) => {
      const picture = document.querySelector(".tile.large .screen-picture");
      const { left, width } = picture?.getBoundingClientRect() ?? new DOMRect();
      if (channel.readyState === "open") channel.send(((100 * (clientX - left)) / width).toFixed(3));
    };
    addEventListener("pointermove", send, { capture: true });
    await peer.setLocalDescription();
    while (peer.iceGatheringState !== "complete") await new Promise((resolve) => setTimeout(resolve, 50));
    return peer.localDescription?.sdp ?? "";
  });
  const answer = await watcher.evaluate(async (sdp) => {
    const peer = new RTCPeerConnection();
    globalThis.nearcastPeer = peer;
    const pointer = document.createElement("div");
    pointer.id = "channel-pointer";
    document.body.append(pointer);
    peer.ondatachannel = ({ channel }) => {
      channel.onmessage = ({ data }) => {
        pointer.style.transform = `translate(${data}%, 0)`;
      };
      pointer.dataset.open = "";
    };
    await peer.setRemoteDescription({ type: "offer", sdp });
    await peer.setLocalDescription();
    while (peer.iceGatheringState !== "complete") await new Promise((resolve) => setTimeout(resolve, 50));
    return peer.localDescription?.sdp ?? "";
  }, offer);
  await mover.evaluate(
    (sdp) => globalThis.nearcastPeer.setRemoteDescription({ type: "answer", sdp }),
    answer,
  );
  await watcher.locator(`${CHANNEL_POINTER}[data-open]`).waitFor({ state: "attached" });
}

/** Ends it. */
export async function closePointerChannel(mover: Page, watcher: Page): Promise<void> {
  for (const page of [mover, watcher]) await page.evaluate(() => globalThis.nearcastPeer.close());
  await watcher.evaluate((selector) => document.querySelector(selector)?.remove(), CHANNEL_POINTER);
}
