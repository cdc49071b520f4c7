import model from "@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url";
import loader from "@mediapipe/tasks-vision/vision_wasm_module_internal.js?url";
import binary from "@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url";
import { startWorker } from "../../start-worker.ts";
import workerUrl from "./blur-worker.ts?worker&url";
import { drawnTrack } from "./drawn-track.ts";
import type { FromBlur, GiveUp, ToBlur } from "./messages.ts";
import { streamedTrack } from "./streamed-track.ts";

/** A slow line brings the library's four megabytes within this time; who waits longer thinks that the camera is broken. */
const LOAD_WITHIN_MS = 30_000;

/** The worker that blurs, with what both kinds of track need of it. */
export interface Blurrer {
  send(message: ToBlur, transfer?: Transferable[]): void;
  /** Hears what the worker says after it is ready. */
  onMessage: (message: FromBlur) => void;
}

/**
 * A camera's track with the background of its picture blurred. It takes the camera over: stopping the new track turns it
 * off, and where the camera ends the new track does. `onGiveUp` is called where this browser turns out not to manage it;
 * the track then shows the picture as it is. The camera stays the caller's where this fails.
 *
 * @throws Error where the library cannot be loaded or started
 */
export async function blurBackground(
  camera: MediaStreamTrack,
  onGiveUp: (reason: GiveUp) => void,
): Promise<MediaStreamTrack> {
  const worker = startWorker(workerUrl);
  const blurrer: Blurrer = {
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    onMessage: () => undefined,
  };
  try {
    await loaded(worker, blurrer);
    const blurred = streamedTrack(camera, blurrer) ?? drawnTrack(camera, blurrer);
    const { onMessage } = blurrer;
    worker.onmessage = ({ data }: MessageEvent<FromBlur>) => {
      if (data.type === "given-up") onGiveUp(data.reason);
      else onMessage(data);
    };
    const end = bind(blurred, camera, () => worker.terminate());
    worker.onerror = end;
    return blurred;
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

function loaded(worker: Worker, blurrer: Blurrer): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("It took too long to load.")), LOAD_WITHIN_MS);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }: MessageEvent<FromBlur>) => {
      clearTimeout(late);
      if (data.type === "ready") resolve();
      else reject(new Error(data.type === "failed" ? data.message : data.type));
    };
    // The worker knows no other addresses than its own.
    const address = (path: string) => new URL(path, location.href).href;
    blurrer.send({ type: "load", loader: address(loader), binary: address(binary), model: address(model) });
  });
}

/** Makes one of two tracks: the one ends with the other, in both directions. Returns how both end by themselves. */
function bind(blurred: MediaStreamTrack, camera: MediaStreamTrack, onEnd: () => void): () => void {
  const stop = blurred.stop.bind(blurred);
  // A track tells nobody that its owner stopped it, and the camera's light must go out.
  blurred.stop = () => {
    stop();
    camera.stop();
    onEnd();
  };
  const end = () => {
    blurred.stop();
    blurred.dispatchEvent(new Event("ended"));
  };
  camera.addEventListener("ended", end);
  return end;
}
