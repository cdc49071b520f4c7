import { t } from "../../language/translate.ts";
import { MinusIcon, PlusIcon } from "../icons.tsx";
import { scaleOf } from "./zoom.ts";
import type { ZoomAction } from "./zoom-keys.ts";
import type { ZoomState } from "./zoom-state.ts";

/** The buttons that zoom, and how far it is zoomed: 100 % is pixel for pixel. */
export function ZoomControls({ zoom }: { zoom: ZoomState }) {
  const view = zoom.view.value;
  const percent = Math.round(scaleOf(view, zoom.frame.value) * 100);
  const button = (action: ZoomAction) => ({
    type: "button" as const,
    onClick: () => zoom.act(action),
  });
  return (
    <fieldset class="zoom-controls" aria-label={t("Zoom")}>
      <button {...button("out")} class="zoom-step" aria-label={t("Zoom out")} data-tip={t("Zoom out (−)")}>
        <MinusIcon />
      </button>
      <span class="zoom-percent" aria-live="polite">
        {percent} %
      </span>
      <button {...button("in")} class="zoom-step" aria-label={t("Zoom in")} data-tip={t("Zoom in (+)")}>
        <PlusIcon />
      </button>
      <button {...button("fit")} aria-pressed={view.scale === "fit"} data-tip={t("Whole picture (0)")}>
        {t("Fit")}
      </button>
      <button {...button("actual")} aria-pressed={view.scale === 1} data-tip={t("Pixel for pixel (1)")}>
        1:1
      </button>
    </fieldset>
  );
}
