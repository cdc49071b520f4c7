import { useLayoutEffect, useRef } from "preact/hooks";
import type { Size } from "./divide.ts";
import { useShown } from "./use-shown.ts";

interface PictureProps {
  participantId: string;
  source: "screen" | "camera";
  isSelf: boolean;
  track: MediaStreamTrack;
  /** It is looked at closely: whatever its size here, all of its pixels are wanted. */
  isZoomed?: boolean;
  /** Called when there is something to see, so that what was shown instead can go. */
  onShown?: () => void;
  /** Called with the picture's size in its own pixels, when it is known and when it changes. */
  onSize?: (size: Size) => void;
}

/** The `<video>` of one track. Sound is played elsewhere, by the call. */
export function Picture(props: PictureProps) {
  const { participantId, source, isSelf, track, isZoomed, onShown, onSize } = props;
  const video = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => {
    if (video.current) showTrack(video.current, track);
  }, [track]);
  useShown(video, { track, isSelf, isZoomed: isZoomed === true });
  const tellSize = ({ currentTarget }: { currentTarget: HTMLVideoElement }) =>
    onSize?.({ width: currentTarget.videoWidth, height: currentTarget.videoHeight });
  return (
    <video
      ref={video}
      class={`picture ${source}`}
      data-participant={participantId}
      data-source={source}
      data-self={isSelf ? "" : undefined}
      data-zoomed={isZoomed ? "" : undefined}
      autoPlay
      playsInline
      muted
      disablePictureInPicture={isSelf}
      onPlaying={onShown}
      onLoadedData={onShown}
      onLoadedMetadata={tellSize}
      onResize={tellSize}
    />
  );
}

/** Shows a track in an element; one that follows another takes its place within the stream, so that the last picture stays until it delivers. */
export function showTrack(element: HTMLVideoElement, track: MediaStreamTrack): void {
  const stream = element.srcObject;
  if (!(stream instanceof MediaStream)) {
    element.srcObject = new MediaStream([track]);
    return;
  }
  if (stream.getVideoTracks().includes(track)) return;
  const old = stream.getVideoTracks();
  stream.addTrack(track);
  for (const each of old) stream.removeTrack(each);
  // A browser that stopped at the end of the old track goes on; where it plays already this does nothing.
  element.play().catch(() => undefined);
}
