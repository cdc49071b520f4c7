import type { KeyPress } from "../shortcuts.ts";
import type { Tool } from "./tool.ts";

/** What a key does while a share may be drawn on. */
type ToolKey = { take: Tool } | "undo" | "put-down";

/** What a key press does to the tools, or null. `held` is the tool that one holds. */
export function toolKeyOf(press: KeyPress, held: Tool | null): ToolKey | null {
  if (press.isComposing || press.altKey) return null;
  const key = press.key.toLowerCase();
  if (press.ctrlKey || press.metaKey) return key === "z" && held === "pen" ? "undo" : null;
  if (key === "escape") return held === null ? null : "put-down";
  if (press.repeat) return null;
  if (key === "l") return { take: "pointer" };
  return key === "d" ? { take: "pen" } : null;
}
