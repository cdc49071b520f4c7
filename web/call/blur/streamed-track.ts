import type { Blurrer } from "./blurred-track.ts";

/** Chromium's way from a track to its frames and back; the DOM's types do not know it. */
interface TrackStreams {
  MediaStreamTrackProcessor?: new (options: {
    track: MediaStreamTrack;
    maxBufferSize: number;
  }) => { readonly readable: ReadableStream<VideoFrame> };
  MediaStreamTrackGenerator?: new (options: {
    kind: "video";
  }) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };
}

/** A track whose frames go through the worker without touching the page; null where the browser has no such streams. */
export function streamedTrack(camera: MediaStreamTrack, blurrer: Blurrer): MediaStreamTrack | null {
  const { MediaStreamTrackProcessor: Processor, MediaStreamTrackGenerator: Generator } =
    globalThis as unknown as TrackStreams;
  if (Processor === undefined || Generator === undefined) return null;
  // What the worker does not get done is dropped, oldest first: a late picture is worse than a missing one.
  const { readable } = new Processor({ track: camera, maxBufferSize: 1 });
  const generator = new Generator({ kind: "video" });
  const { writable } = generator;
  blurrer.send({ type: "stream", readable, writable }, [readable, writable]);
  return generator;
}
