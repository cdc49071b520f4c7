import { type ReadonlySignal, signal } from "@preact/signals";
import { ERRORS, type ErrorCode } from "../../protocol/errors.ts";
import { t } from "../language/translate.ts";
import type { Notice } from "./types.ts";

/** More than these on a screen are read by nobody: the oldest gives way. */
const MAX_NOTICES = 5;
const current = signal<readonly Notice[]>([]);
let nextId = 1;

/** What the person should know now, oldest first. */
export const notices: ReadonlySignal<readonly Notice[]> = current;

/** Tells the person something; the same sentence is not shown twice at a time. Returns the notice's id. */
export function notify(kind: Notice["kind"], text: string, code?: ErrorCode): number {
  const others = current.value.filter((notice) => notice.text !== text);
  const notice: Notice = { id: nextId++, kind, text, ...(code === undefined ? {} : { code }) };
  current.value = [...others, notice].slice(-MAX_NOTICES);
  return notice.id;
}

/** Takes a notice away. */
export function dismissNotice(id: number): void {
  current.value = current.value.filter((notice) => notice.id !== id);
}

/** Tells the person what the room refused, or `lost` where it did not hear. */
export function refused(error: unknown, lost: string): void {
  const { code, message } = error as { code?: string; message?: string };
  const known = code !== undefined && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : undefined;
  notify("error", known === undefined ? lost : t(message ?? ERRORS[known]), known);
}
