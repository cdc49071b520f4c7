import { useEffect } from "preact/hooks";
import { t } from "../../language/translate.ts";
import { annotator } from "../../state/annotations/annotator.ts";
import {
  CheckIcon,
  ClearIcon,
  OthersPenIcon,
  OthersPenOffIcon,
  PenIcon,
  PointerIcon,
  UndoIcon,
} from "../icons.tsx";
import { keeps, offerTools, toggleTool, tool } from "./tool.ts";
import { ToolButton } from "./tool-button.tsx";
import { useToolKeys } from "./use-tool-keys.ts";

interface DrawingToolsProps {
  producerId: string;
  mayDraw: boolean;
  /** Whether one may take away what others drew, too. */
  mayClearAll: boolean;
  /** Whether the others may draw here now, and how that is changed; null where it is not one's to change. */
  drawing: boolean;
  onDrawing: ((drawing: boolean) => void) | null;
}

/** What one can do on a large share: point, draw, take it away, and say whether the others may. */
export function DrawingTools({ producerId, mayDraw, mayClearAll, drawing, onDrawing }: DrawingToolsProps) {
  useEffect(() => (mayDraw ? offerTools() : undefined), [mayDraw]);
  useToolKeys(mayDraw);
  const held = mayDraw ? tool.value : null;
  return (
    <fieldset class="drawing-tools" data-held={held ?? undefined} aria-label={t("Point and draw")}>
      {mayDraw ? (
        <>
          <ToolButton
            name={t("Point")}
            tip={t("Point (L)")}
            keys="l"
            pressed={held === "pointer"}
            onClick={() => toggleTool("pointer")}
          >
            <PointerIcon />
          </ToolButton>
          <ToolButton
            name={t("Draw")}
            tip={t("Draw (D)")}
            keys="d"
            pressed={held === "pen"}
            onClick={() => toggleTool("pen")}
          >
            <PenIcon />
          </ToolButton>
        </>
      ) : null}
      {held === "pen" ? (
        <>
          <ToolButton
            name={t("Keep what I draw")}
            tip={keeps.value ? t("What you draw stays") : t("What you draw fades")}
            pressed={keeps.value}
            onClick={() => {
              keeps.value = !keeps.value;
            }}
          >
            <span class="drawing-word">
              {keeps.value ? <CheckIcon /> : null}
              {t("Keep")}
            </span>
          </ToolButton>
          <ToolButton
            name={t("Undo my last stroke")}
            tip={t("Undo (Ctrl+Z)")}
            onClick={() => annotator.peek()?.undo(producerId)}
          >
            <UndoIcon />
          </ToolButton>
          <ToolButton
            name={mayClearAll ? t("Clear all drawings") : t("Clear my drawings")}
            onClick={() => annotator.peek()?.clear(producerId, mayClearAll ? "all" : "author")}
          >
            <ClearIcon />
          </ToolButton>
        </>
      ) : null}
      {onDrawing ? <DrawingSwitch drawing={drawing} onDrawing={onDrawing} /> : null}
    </fieldset>
  );
}

/** Says whether the others may draw on a share, and changes it. */
function DrawingSwitch(props: { drawing: boolean; onDrawing: (drawing: boolean) => void }) {
  const { drawing, onDrawing } = props;
  return (
    <ToolButton
      name={t("Let others draw")}
      tip={drawing ? t("Others may draw here") : t("Nobody else may draw here")}
      pressed={drawing}
      onClick={() => onDrawing(!drawing)}
    >
      {drawing ? <OthersPenIcon /> : <OthersPenOffIcon />}
    </ToolButton>
  );
}
