import type { ComponentChildren } from "preact";
import { ArrowIcon, ExpandIcon, FloatIcon, PinIcon, ShrinkIcon, WindowIcon } from "./icons.tsx";

interface ToolProps {
  name: string;
  /** What it is called where it is seen; the picture is in sight then. */
  tip: string;
  icon: ComponentChildren;
  pressed?: boolean;
  onClick: () => void;
}

function Tool({ name, tip, icon, pressed, onClick }: ToolProps) {
  return (
    <button
      type="button"
      class="tile-tool"
      aria-label={name}
      aria-pressed={pressed}
      data-tip={tip}
      onClick={onClick}
    >
      {icon}
    </button>
  );
}

interface TileToolsProps {
  title: string;
  isPinned: boolean;
  isFloating: boolean;
  isFull: boolean;
  /** Each is null where it cannot be done. */
  onPin: (() => void) | null;
  onFloat: (() => void) | null;
  onWindow: (() => void) | null;
  onFull: (() => void) | null;
}

/** What can be done with a picture. */
export function TileTools(props: TileToolsProps) {
  const { title, isPinned, isFloating, isFull, onPin, onFloat, onWindow, onFull } = props;
  return (
    <div class="tile-tools">
      {onPin ? (
        <Tool
          name={pinName(title, isPinned)}
          tip={isPinned ? "Back to all (g)" : "Bring to the front"}
          icon={<PinIcon />}
          pressed={isPinned}
          onClick={onPin}
        />
      ) : null}
      {onFloat ? (
        <Tool
          name={`Picture in picture: ${title}`}
          tip={isFloating ? "Leave picture in picture" : "Picture in picture"}
          icon={<FloatIcon />}
          pressed={isFloating}
          onClick={onFloat}
        />
      ) : null}
      {onWindow ? (
        <Tool
          name={`Open in its own window: ${title}`}
          tip="Open in its own window"
          icon={<WindowIcon />}
          onClick={onWindow}
        />
      ) : null}
      {onFull ? (
        <Tool
          name={`${isFull ? "Leave full" : "Full"} screen: ${title}`}
          tip={isFull ? "Leave full screen (f)" : "Full screen (f)"}
          icon={isFull ? <ShrinkIcon /> : <ExpandIcon />}
          onClick={onFull}
        />
      ) : null}
    </div>
  );
}

/** What brings a picture to the front, or back. */
export const pinName = (title: string, isPinned: boolean) =>
  isPinned ? `Back to all, from ${title}` : `Bring ${title} to the front`;

/** Where one of several shares is in front: which, and the ways to the others. */
export interface Switcher {
  /** From 1. */
  readonly place: number;
  readonly count: number;
  readonly onStep: (direction: 1 | -1) => void;
}

/** Goes through the shares, one after the other. */
export function ShareSwitch({ place, count, onStep }: Switcher) {
  return (
    <fieldset class="tile-switch" aria-label="Shares">
      <button
        type="button"
        class="back"
        aria-label="Previous share"
        data-tip="Previous share (⇧N)"
        onClick={() => onStep(-1)}
      >
        <ArrowIcon />
      </button>
      <span>
        {place} of {count}
      </span>
      <button type="button" aria-label="Next share" data-tip="Next share (N)" onClick={() => onStep(1)}>
        <ArrowIcon />
      </button>
    </fieldset>
  );
}
