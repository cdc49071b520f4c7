import type { BrowserContext } from "playwright-core";

/** The picture that both sides send. */
export const PICTURE = { width: 1920, height: 1080, frameRate: 15 } as const;

/**
 * The floor: milliseconds from making two connections in one page to the first picture that one receives of the other.
 * No server, no network and no room is between them, and all that can be ready before is.
 *
 * @param address any page of the origin whose microphone is allowed, so that addresses are not hidden behind names
 */
export async function connectWithin(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage();
  try {
    await page.goto(address);
    const { milliseconds, width } = await page.evaluate(measure, PICTURE);
    if (width !== PICTURE.width) throw new Error(`the first picture was ${width} pixels wide`);
    return milliseconds;
  } finally {
    await page.close();
  }
}

/** Runs in the page. */
async function measure(
  picture: typeof PICTURE,
): Promise<{ milliseconds: number; width: number; candidates: string[] }> {
  const canvas = document.createElement("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height;
  const context2d = canvas.getContext("2d");
  if (!context2d) throw new Error("no canvas");
  // The bars of the shared mark: something is new in every frame.
  const draw = () => {
    const count = Math.floor(performance.now() / 100);
    for (let bar = 0; bar < 32; bar++) {
      context2d.fillStyle = ((count >> (bar % 16)) & 1) === (bar < 16 ? 1 : 0) ? "#fff" : "#000";
      context2d.fillRect((bar * canvas.width) / 32, 0, canvas.width / 32, canvas.height / 2);
    }
    setTimeout(() => requestAnimationFrame(draw), 1000 / picture.frameRate);
  };
  draw();
  const [track] = canvas.captureStream(picture.frameRate).getVideoTracks();
  if (!track) throw new Error("no track");
  track.contentHint = "text";
  const video = document.createElement("video");
  video.muted = true;
  video.autoplay = true;
  video.style.width = "100%";
  document.body.replaceChildren(video);

  // What a page does before somebody joins, is not counted here either: WebRTC is up, and the certificates are made.
  const first = new RTCPeerConnection();
  first.addTransceiver("video");
  await first.createOffer();
  first.close();
  const algorithm = { name: "ECDSA", namedCurve: "P-256" } as AlgorithmIdentifier;
  const [certificate, other] = await Promise.all([
    RTCPeerConnection.generateCertificate(algorithm),
    RTCPeerConnection.generateCertificate(algorithm),
  ]);
  await new Promise((resolve) => setTimeout(resolve, 1_000));

  const shown = new Promise<number>((resolve) => {
    video.requestVideoFrameCallback(() => resolve(performance.now()));
  });
  const candidates: string[] = [];
  const startedAt = performance.now();
  const sender = new RTCPeerConnection({ certificates: [certificate] });
  const receiver = new RTCPeerConnection({ certificates: [other] });
  for (const [from, to] of [
    [sender, receiver],
    [receiver, sender],
  ] as const) {
    from.onicecandidate = ({ candidate }) => {
      if (candidate) candidates.push(candidate.candidate);
      void to.addIceCandidate(candidate ?? undefined);
    };
  }
  receiver.ontrack = (event) => {
    video.srcObject = new MediaStream([event.track]);
  };
  const transceiver = sender.addTransceiver(track, { direction: "sendonly" });
  const { codecs = [] } = RTCRtpSender.getCapabilities("video") ?? {};
  transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === "video/VP8"));
  await sender.setLocalDescription();
  await receiver.setRemoteDescription(sender.localDescription as RTCSessionDescription);
  await receiver.setLocalDescription();
  const { type, sdp = "" } = receiver.localDescription as RTCSessionDescription;
  // Else the first picture would wait for the sender's first, careful guess at the bandwidth.
  const eager = sdp.replace(
    /^a=rtpmap:(\d+) VP8\/90000\r\n/m,
    "$&a=fmtp:$1 x-google-start-bitrate=10000\r\n",
  );
  await sender.setRemoteDescription({ type, sdp: eager });
  const milliseconds = (await shown) - startedAt;
  const width = video.videoWidth;
  sender.close();
  receiver.close();
  return { milliseconds, width, candidates };
}
