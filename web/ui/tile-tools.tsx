import type { ComponentChildren } from "preact";
import { t } from "../language/translate.ts";
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
          tip={isPinned ? t("Back to all (g)") : t("Bring to the front")}
          icon={<PinIcon />}
          pressed={isPinned}
          onClick={onPin}
        />
      ) : null}
      {onFloat ? (
        <Tool
          name={t("Picture in picture: {title}", { title })}
          tip={isFloating ? t("Leave picture in picture") : t("Picture in picture")}
          icon={<FloatIcon />}
          pressed={isFloating}
          onClick={onFloat}
        />
      ) : null}
      {onWindow ? (
        <Tool
          name={t("Open in its own window: {title}", { title })}
          tip={t("Open in its own window")}
          icon={<WindowIcon />}
          onClick={onWindow}
        />
      ) : null}
      {onFull ? (
        <Tool
          name={isFull ? t("Leave full screen: {title}", { title }) : t("Full screen: {title}", { title })}
          tip={isFull ? t("Leave full screen (f)") : t("Full screen (f)")}
          icon={isFull ? <ShrinkIcon /> : <ExpandIcon />}
          onClick={onFull}
        />
      ) : null}
    </div>
  );
}

/** What brings a picture to the front, or back. */
export const pinName = (title: string, isPinned: boolean) =>
  isPinned ? t("Back to all, from {title}", { title }) : t("Bring {title} to the front", { title });

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
    <fieldset class="tile-switch" aria-label={t("Shares")}>
      <button
        type="button"
        class="back"
        aria-label={t("Previous share")}
        data-tip={t("Previous share (⇧N)")}
        onClick={() => onStep(-1)}
      >
        <ArrowIcon />
      </button>
      <span>{t("{place} of {count}", { place, count })}</span>
      <button
        type="button"
        aria-label={t("Next share")}
        data-tip={t("Next share (N)")}
        onClick={() => onStep(1)}
      >
        <ArrowIcon />
      </button>
    </fieldset>
  );
}
