import { useSignal } from "@preact/signals";
import { attach } from "../../state/attachments.ts";

/** What a part of the page needs to take files that are dropped on it, and whether some are held over it. */
export function useFileDrop(isWanted: boolean) {
  const over = useSignal(false);
  const hold = (event: DragEvent) => {
    // Text that is dragged goes where one drops it.
    if (!isWanted || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    over.value = true;
  };
  return {
    isOver: over.value,
    onDragEnter: hold,
    onDragOver: hold,
    onDragLeave: ({ currentTarget, relatedTarget }: DragEvent) => {
      const isWithin = relatedTarget instanceof Node && (currentTarget as Element).contains(relatedTarget);
      if (!isWithin) over.value = false;
    },
    onDrop: (event: DragEvent) => {
      if (!over.value) return;
      event.preventDefault();
      over.value = false;
      attach(event.dataTransfer?.files ?? []);
    },
  };
}
