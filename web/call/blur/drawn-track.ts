import type { Blurrer } from "./blurred-track.ts";

const FRAME_RATE = 30;

/**
 * A track of a canvas on which the worker's pictures are drawn, for browsers without streams of frames. It rests while
 * the page is not seen, where the browser draws nothing then.
 */
export function drawnTrack(camera: MediaStreamTrack, blurrer: Blurrer): MediaStreamTrack {
  const canvas = document.createElement("canvas");
  const { width = 1280, height = 720 } = camera.getSettings();
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("bitmaprenderer");
  const [track] = canvas.captureStream(FRAME_RATE).getVideoTracks();
  if (context === null || track === undefined) throw new Error("This browser cannot film a canvas.");

  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([camera]);
  // The next frame is taken when the last one is drawn: what comes in between is skipped.
  const next = () => video.requestVideoFrameCallback(() => void take());
  const take = async () => {
    if (track.readyState === "ended") return;
    const frame = await createImageBitmap(video).catch(() => null);
    if (frame === null) return next();
    blurrer.send({ type: "frame", frame }, [frame]);
  };
  blurrer.onMessage = (message) => {
    if (message.type !== "drawn") return;
    if (canvas.width !== message.frame.width) canvas.width = message.frame.width;
    if (canvas.height !== message.frame.height) canvas.height = message.frame.height;
    context.transferFromImageBitmap(message.frame);
    next();
  };
  next();
  void video.play().catch(() => undefined);
  return track;
}
