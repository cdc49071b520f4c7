import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../language/translate.ts";
import { Picture } from "../picture.tsx";
import { attachGestures } from "./gestures.ts";
import { FIT, isShown, pictureRect, SQUARES_ABOVE, scaleOf } from "./zoom.ts";
import { ZoomControls } from "./zoom-controls.tsx";
import type { ZoomState } from "./zoom-state.ts";

interface ScreenViewProps {
  participantId: string;
  isSelf: boolean;
  track: MediaStreamTrack;
  /** What it shows is over, and stays for a successor. */
  isOver: boolean;
  zoom: ZoomState;
  /** Whether it can be zoomed and moved here. Where not, all of it is shown, and how it was looked at is kept. */
  zoomable: boolean;
  /** The name of the share, for the reader of a screen. */
  title: string;
  onShown: () => void;
  /** What two clicks of a mouse do; two taps zoom. */
  onDoubleClick: (() => void) | null;
  /** Lies exactly over the picture, however it is zoomed: 0 to 100 % of it is the picture's width and height. */
  children?: ComponentChildren;
}

const KEYS_HINT = t(
  "Plus and minus zoom, arrows move, 0 shows the whole picture, 1 shows it pixel for pixel.",
);

/**
 * A shared screen in its room. The `<video>` has the size of the whole picture as it is zoomed, so that one pixel of the
 * picture can be one of the display, and what lies over it needs to know nothing of zoom.
 */
export function ScreenView(props: ScreenViewProps) {
  const { participantId, isSelf, track, isOver, zoom, zoomable, title, onShown, onDoubleClick, children } =
    props;
  const room = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const lastPointer = useRef("");
  const frame = zoom.frame.value;
  const view = zoomable ? zoom.view.value : FIT;
  const isZoomed = view.scale !== "fit";

  useRoom(room, zoom);
  useEffect(() => {
    if (room.current && zoomable) return attachGestures(room.current, zoom);
  }, [zoomable, zoom]);
  // After every rendering: where the room lies decides which places are whole device pixels.
  useLayoutEffect(() => {
    if (!room.current || !picture.current) return;
    const { left, top } = room.current.getBoundingClientRect();
    const rect = pictureRect(view, frame, { x: left, y: top });
    const { style } = picture.current;
    style.left = `${rect.x}px`;
    style.top = `${rect.y}px`;
    style.width = `${rect.width}px`;
    style.height = `${rect.height}px`;
  });

  return (
    <section
      ref={room}
      class="screen-room"
      data-zoomable={zoomable ? "" : undefined}
      data-zoomed={isZoomed ? "" : undefined}
      tabIndex={zoomable ? 0 : undefined}
      aria-label={t("Picture of {title}", { title })}
      aria-description={zoomable ? KEYS_HINT : undefined}
      onPointerDown={({ pointerType }) => {
        lastPointer.current = pointerType;
      }}
      onDblClick={(event) => {
        const isPicture = (event.target as Element).closest("button") === null;
        if (isPicture && lastPointer.current !== "touch") onDoubleClick?.();
      }}
    >
      <div
        ref={picture}
        class={`screen-picture${zoom.eased.value ? " eased" : ""}`}
        data-squares={isZoomed && scaleOf(view, frame) > SQUARES_ABOVE ? "" : undefined}
      >
        <Picture
          participantId={participantId}
          source="screen"
          isSelf={isSelf}
          track={track}
          isOver={isOver}
          onShown={onShown}
          isZoomed={isZoomed}
          onSize={(size) => zoom.setPicture(size)}
        />
        {children}
      </div>
      {zoomable && isShown(frame) ? <ZoomControls zoom={zoom} /> : null}
    </section>
  );
}

/** Tells the zoom the size of the room and the density of the display that it is on. */
function useRoom(room: RefObject<HTMLElement | null>, zoom: ZoomState): void {
  useLayoutEffect(() => {
    const element = room.current;
    // An element may live in a window of its own.
    const home = element?.ownerDocument.defaultView;
    if (!element || !home) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      zoom.setBox({ width, height }, home.devicePixelRatio);
    };
    const observer = new home.ResizeObserver(measure);
    observer.observe(element);
    // The page's own zoom, or another display.
    home.addEventListener("resize", measure);
    return () => {
      observer.disconnect();
      home.removeEventListener("resize", measure);
    };
  }, [room, zoom]);
}
