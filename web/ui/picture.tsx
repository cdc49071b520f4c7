import { useLayoutEffect, useRef } from "preact/hooks";

interface PictureProps {
  participantId: string;
  source: "screen" | "camera";
  isSelf: boolean;
  track: MediaStreamTrack;
  /** Called when there is something to see, so that what was shown instead can go. */
  onShown?: () => void;
}

/** The `<video>` of one track. Sound is played elsewhere, by the call. */
export function Picture({ participantId, source, isSelf, track, onShown }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => {
    if (video.current) showTrack(video.current, track);
  }, [track]);
  return (
    <video
      ref={video}
      class={`picture ${source}`}
      data-participant={participantId}
      data-source={source}
      data-self={isSelf ? "" : undefined}
      autoPlay
      playsInline
      muted
      disablePictureInPicture={isSelf}
      onPlaying={onShown}
      onLoadedData={onShown}
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
