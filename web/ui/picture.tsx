import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Size } from "../../protocol/room/watching.ts";
import { changeOver } from "./change-over.ts";
import { useShown } from "./use-shown.ts";

interface PictureProps {
  participantId: string;
  source: "screen" | "camera";
  isSelf: boolean;
  track: MediaStreamTrack;
  /** What it shows is over, and stays for a successor. */
  isOver?: boolean;
  /** It is looked at closely: whatever its size here, all of its pixels are wanted. */
  isZoomed?: boolean;
  /** Called when there is something to see, so that what was shown instead can go. */
  onShown?: () => void;
  /** Called with the picture's size in its own pixels, when it is known and when it changes. */
  onSize?: (size: Size) => void;
}

/**
 * The picture of one track. Sound is played elsewhere, by the call. Where another track follows, it plays in an element of
 * its own, unseen, until that shows a picture: within one element a change of tracks is black for a moment.
 */
export function Picture(props: PictureProps) {
  const { track, isOver = false } = props;
  const [shown, setShown] = useState(track);
  const front = useRef<HTMLVideoElement>(null);
  const next = useRef<HTMLVideoElement>(null);
  const shownIsOver = useRef(isOver);
  if (track === shown || isOver) shownIsOver.current = isOver;
  useLayoutEffect(() => {
    const [old, element] = [front.current, next.current];
    if (track === shown || !old || !element) return;
    const done = () => void takeWindow(old, element).finally(() => setShown(track));
    return changeOver({ old, next: element, oldIsOver: shownIsOver.current }, done);
  }, [track, shown]);
  const tracks = track === shown ? [track] : [shown, track];
  return tracks.map((each) => (
    <TrackVideo
      key={each.id}
      {...props}
      track={each}
      video={each === shown ? front : next}
      isNext={each !== shown}
    />
  ));
}

/** A window of its own that an element is shown in would close with the element: the next one takes it over. */
async function takeWindow(old: HTMLVideoElement, next: HTMLVideoElement): Promise<void> {
  if (old.ownerDocument.pictureInPictureElement !== old) return;
  await next.requestPictureInPicture().catch(() => undefined);
}

interface TrackVideoProps extends PictureProps {
  video: { current: HTMLVideoElement | null };
  /** It is to follow: nobody sees it, and it is nobody's picture yet. */
  isNext: boolean;
}

function TrackVideo(props: TrackVideoProps) {
  const { participantId, source, isSelf, track, isZoomed, onShown, onSize, video, isNext } = props;
  const own = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => {
    video.current = own.current;
    if (own.current) showTrack(own.current, track);
  }, [track, video]);
  useShown(own, { track, isSelf, isZoomed: isZoomed === true });
  const tellSize = ({ videoWidth: width, videoHeight: height }: HTMLVideoElement) => {
    // An element that has nothing to show has no size: the picture keeps the one that it had.
    if (width > 0) onSize?.({ width, height });
  };
  // What followed has its size and its picture already when it comes to the front.
  useLayoutEffect(() => {
    if (isNext || !own.current) return;
    tellSize(own.current);
    if (own.current.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) onShown?.();
  }, [isNext]);
  const tell = ({ currentTarget }: { currentTarget: HTMLVideoElement }) => tellSize(currentTarget);
  return (
    <video
      ref={own}
      class={`picture ${source}`}
      data-participant={isNext ? undefined : participantId}
      data-source={isNext ? undefined : source}
      data-self={isSelf && !isNext ? "" : undefined}
      data-zoomed={isZoomed ? "" : undefined}
      data-next={isNext ? "" : undefined}
      aria-hidden={isNext ? "true" : undefined}
      autoPlay
      playsInline
      muted
      disablePictureInPicture={isSelf}
      {...(isNext
        ? {}
        : { onPlaying: onShown, onLoadedData: onShown, onLoadedMetadata: tell, onResize: tell })}
    />
  );
}

/** Shows a track in an element. One that follows another is shown as soon as it delivers, and nothing until then. */
export function showTrack(element: HTMLVideoElement, track: MediaStreamTrack): void {
  const stream = element.srcObject;
  if (stream instanceof MediaStream && stream.getTracks().includes(track)) return;
  element.srcObject = new MediaStream([track]);
  element.play().catch(() => undefined);
}
