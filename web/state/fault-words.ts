import type { Source } from "../../protocol/room/producers.ts";
import type { CallFault, CaptureFault } from "../call/types.ts";

const OWN: Record<Source, string> = {
  microphone: "Your microphone",
  camera: "Your camera",
  screen: "Your screen",
  "screen-audio": "The sound of your screen",
};

/** A fault of the call in a sentence. `nameOf` finds a participant's name. */
export function faultWords(fault: CallFault, nameOf: (id: string) => string | undefined): string {
  switch (fault.kind) {
    case "publish-failed":
      return `${OWN[fault.source]} could not be shared. ${fault.message}`;
    case "stream-stopped":
      return fault.by === null
        ? `${OWN[fault.source]} stopped: the media server lost it again and again.`
        : `${nameOf(fault.by) ?? "A moderator"} stopped ${OWN[fault.source].toLowerCase()}.`;
    case "stream-paused":
      return fault.source === "microphone"
        ? `${nameOf(fault.by) ?? "A moderator"} muted you.`
        : `${nameOf(fault.by) ?? "A moderator"} paused ${OWN[fault.source].toLowerCase()}.`;
    case "consume-failed":
      return "Something that is shared here cannot be shown by this browser.";
  }
}

const BECAUSE: Record<CaptureFault, string> = {
  "insecure-context": "browsers allow it on https pages only.",
  "permission-denied": "the browser or the system does not allow it.",
  "no-device": "none was found.",
  "device-busy": "another program uses it.",
  unsupported: "this browser cannot do that.",
  cancelled: "it was cancelled.",
  unknown: "the browser could not start it.",
};

/** Why somebody joined without the device that they wanted on. */
export function joinedWithoutWords(device: "microphone" | "camera", fault: CaptureFault): string {
  return `You joined without your ${device}: ${BECAUSE[fault]}`;
}
