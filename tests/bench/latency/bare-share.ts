import type { BrowserContext, Page } from "playwright-core";

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** For example `video/VP8`. */
  readonly codec: string;
}

/** Opens a page that shares the marked tab with itself over two bare connections: the floor of any share in a browser. */
export async function openBareShare(
  context: BrowserContext,
  address: string,
  picture: Picture,
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await page.setContent('<button>Share</button><video muted autoplay style="width: 100%"></video>');
  await page.evaluate(whenPressed, picture);
  await page.getByRole("button", { name: "Share" }).click();
  await page.waitForFunction(() => (document.querySelector("video")?.videoWidth ?? 0) > 0);
  return page;
}

/** Runs in the page: a screen is captured only after a press. */
function whenPressed({ width, height, frameRate, codec }: Picture): void {
  const connect = async (): Promise<void> => {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { width, height, frameRate } });
    const [track] = stream.getVideoTracks();
    if (!track) throw new Error("no track");
    track.contentHint = "text";
    const sender = new RTCPeerConnection();
    const receiver = new RTCPeerConnection();
    sender.onicecandidate = ({ candidate }) => void receiver.addIceCandidate(candidate ?? undefined);
    receiver.onicecandidate = ({ candidate }) => void sender.addIceCandidate(candidate ?? undefined);
    receiver.ontrack = (event) => {
      const video = document.querySelector("video");
      if (video) video.srcObject = new MediaStream([event.track]);
    };
    const transceiver = sender.addTransceiver(track, {
      direction: "sendonly",
      sendEncodings: [{ maxFramerate: frameRate, maxBitrate: 8_000_000 }],
    });
    const { codecs = [] } = RTCRtpSender.getCapabilities("video") ?? {};
    transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === codec));
    await sender.setLocalDescription();
    await receiver.setRemoteDescription(sender.localDescription as RTCSessionDescription);
    await receiver.setLocalDescription();
    await sender.setRemoteDescription(receiver.localDescription as RTCSessionDescription);
  };
  document.querySelector("button")?.addEventListener("click", () => void connect());
}
