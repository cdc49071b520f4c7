import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../language/translate.ts";
import { showTrack } from "./picture.tsx";

/** One's own camera, as in a mirror. */
export function OwnPicture({ track }: { track: MediaStreamTrack }) {
  const video = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => {
    if (video.current) showTrack(video.current, track);
  }, [track]);
  return <video ref={video} class="own-picture" autoPlay playsInline muted aria-label={t("Your camera")} />;
}
