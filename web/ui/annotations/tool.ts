import { signal } from "@preact/signals";

/** What one holds over shares. Nothing, at first: nobody's mouse is shown to others unasked. */
export type Tool = "pointer" | "pen";

/** What one holds now. */
export const tool = signal<Tool | null>(null);
/** Whether what one draws stays. */
export const keeps = signal(false);

/** Takes a tool, or puts it down where one holds it. */
export function toggleTool(wanted: Tool): void {
  tool.value = tool.peek() === wanted ? null : wanted;
}

let tables = 0;

/** Tools are offered from now on, until the returned function is called. Where none are any more, none is held. */
export function offerTools(): () => void {
  tables += 1;
  return () => {
    tables -= 1;
    if (tables === 0) tool.value = null;
  };
}
