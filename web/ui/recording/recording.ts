import { effect, type ReadonlySignal, signal } from "@preact/signals";
import * as v from "valibot";
import { t } from "../../language/translate.ts";
import { askFor, room, self, status } from "../../state/call.ts";
import { notify } from "../../state/notices.ts";
import { fileName } from "./file-name.ts";
import type { Recorder } from "./recorder.ts";

/** How one's own recording is. Times are in milliseconds since 1970. */
export type Recording =
  | { readonly kind: "off" | "starting" | "saving" }
  | { readonly kind: "on"; readonly since: number };

const current = signal<Recording>({ kind: "off" });
let recorder: Recorder | null = null;

/** One's own recording. */
export const recording: ReadonlySignal<Recording> = current;

/** Whether this browser can encode a recording and keep it. */
export function canRecord(): boolean {
  return (
    typeof VideoEncoder !== "undefined" &&
    typeof AudioEncoder !== "undefined" &&
    typeof FileSystemFileHandle !== "undefined" &&
    "createWritable" in FileSystemFileHandle.prototype
  );
}

/** Records the call from now on. Everybody in the room is told first. */
export async function startRecording(): Promise<void> {
  if (current.value.kind !== "off") return;
  current.value = { kind: "starting" };
  const load = import("./recorder.ts");
  // It is looked at when the room has agreed.
  load.catch(() => undefined);
  if (!(await tellRoom(true))) {
    current.value = { kind: "off" };
    return;
  }
  try {
    const { startRecorder } = await load;
    recorder = await startRecorder(() => void fail(t("The recording broke off, and could not be kept.")));
  } catch {
    return fail(t("This browser could not begin to record. Try again, or record in another browser."));
  }
  current.value = { kind: "on", since: Date.now() };
  stopWhenOver();
}

/** Ends the recording, and saves it where the browser saves downloads. */
export async function stopRecording(): Promise<void> {
  if (recorder === null || current.value.kind !== "on") return;
  const { since } = current.value;
  const stopped = recorder;
  recorder = null;
  current.value = { kind: "saving" };
  void tellRoom(false);
  try {
    await stopped.stop(fileName(room.value?.title ?? "", new Date(since)));
    notify("info", t("The recording is with your downloads."));
  } catch {
    notify("error", t("The recording could not be saved. Is the disk full?"));
  }
  current.value = { kind: "off" };
}

async function fail(what: string): Promise<void> {
  recorder = null;
  current.value = { kind: "off" };
  notify("error", what);
  await tellRoom(false);
}

/** The call may end, or somebody may end the recording: what there is is kept. */
function stopWhenOver(): void {
  const warn = (event: BeforeUnloadEvent) => event.preventDefault();
  addEventListener("beforeunload", warn);
  const unfollow = effect(() => {
    const isOver = status.value.kind === "ended" || self.value?.recording !== true;
    if (isOver) queueMicrotask(() => void stopRecording());
    if (current.value.kind !== "off") return;
    removeEventListener("beforeunload", warn);
    queueMicrotask(() => unfollow());
  });
}

/** False where the room did not agree; the person is told why. */
async function tellRoom(isOn: boolean): Promise<boolean> {
  const participantId = self.value?.id;
  if (participantId === undefined || status.value.kind === "ended") return false;
  return (await askFor({ type: "set-recording", participantId, recording: isOn }, v.object({}))) !== null;
}
