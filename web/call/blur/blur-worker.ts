import { Composer } from "./composer.ts";
import type { FromBlur, GiveUp, ToBlur } from "./messages.ts";
import { Pace } from "./pace.ts";
import { Segmenter } from "./segmenter.ts";

// This file runs in a worker of its own, so that the page stays quick.
const page = globalThis as unknown as {
  postMessage(message: FromBlur, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToBlur>) => void) | null;
};

const pace = new Pace();
/** Null before it is loaded, and after it was given up. */
let composer: Composer | null = null;

page.onmessage = ({ data }) => {
  switch (data.type) {
    case "load":
      return void load(data);
    case "stream":
      return void blurStream(data.readable, data.writable);
    case "frame":
      return answer(data.frame);
  }
};

async function load(addresses: Extract<ToBlur, { type: "load" }>): Promise<void> {
  try {
    composer = new Composer(await Segmenter.load(addresses));
    page.postMessage({ type: "ready" });
  } catch (error) {
    page.postMessage({ type: "failed", message: String(error) });
  }
}

async function blurStream(
  readable: ReadableStream<VideoFrame>,
  writable: WritableStream<VideoFrame>,
): Promise<void> {
  const transform = new TransformStream<VideoFrame, VideoFrame>({
    transform: (frame, controller) => {
      const { displayWidth: width, displayHeight: height, timestamp } = frame;
      const drawn = draw(frame, { width, height });
      if (drawn === null) return controller.enqueue(frame);
      controller.enqueue(new VideoFrame(drawn, { timestamp }));
      frame.close();
    },
  });
  // Either end may go away: the camera is unplugged, or nobody wants its picture any more.
  await readable
    .pipeThrough(transform)
    .pipeTo(writable)
    .catch(() => undefined);
}

function answer(frame: ImageBitmap): void {
  const drawn = draw(frame, frame);
  if (drawn !== null) frame.close();
  const result = drawn?.transferToImageBitmap() ?? frame;
  page.postMessage({ type: "drawn", frame: result }, [result]);
}

/** The picture with its background blurred; null where that was given up, and it passes as it is. */
function draw(picture: CanvasImageSource, size: { width: number; height: number }): OffscreenCanvas | null {
  if (composer === null || pace.effort === "none") return null;
  try {
    const startedAt = performance.now();
    const drawn = composer.draw(picture, size, pace.effort);
    if (pace.took(performance.now() - startedAt) === "none") giveUp("too-slow");
    return drawn;
  } catch {
    giveUp("broken");
    return null;
  }
}

function giveUp(reason: GiveUp): void {
  composer = null;
  page.postMessage({ type: "given-up", reason });
}
