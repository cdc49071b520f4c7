import type { Source } from "../../protocol/room/producers.ts";
import type { CallFault, CaptureFault } from "../call/types.ts";
import { t } from "../language/translate.ts";

const OWN: Record<Source, string> = {
  microphone: t("Your microphone"),
  camera: t("Your camera"),
  screen: t("Your screen"),
  "screen-audio": t("The sound of your screen"),
};

/** The same within a sentence. */
const OWN_OBJECT: Record<Source, string> = {
  microphone: t("your microphone|object"),
  camera: t("your camera|object"),
  screen: t("your screen|object"),
  "screen-audio": t("the sound of your screen|object"),
};

/** A fault of the call in a sentence. `nameOf` finds a participant's name. */
export function faultWords(fault: CallFault, nameOf: (id: string) => string | undefined): string {
  const by = (id: string) => nameOf(id) ?? t("A moderator");
  switch (fault.kind) {
    case "publish-failed":
      return t("{stream} could not be shared. {reason}", {
        stream: OWN[fault.source],
        reason: t(fault.message),
      });
    case "no-codec":
      return t(
        "{stream} could not be shared: no video codec worked. Restart the browser, or use another one.",
        { stream: OWN[fault.source] },
      );
    case "stream-stopped":
      return fault.by === null
        ? t("{stream} stopped: the media server lost it again and again.", { stream: OWN[fault.source] })
        : t("{name} stopped {stream}.", { name: by(fault.by), stream: OWN_OBJECT[fault.source] });
    case "stream-paused":
      return fault.source === "microphone"
        ? t("{name} muted you.", { name: by(fault.by) })
        : t("{name} paused {stream}.", { name: by(fault.by), stream: OWN_OBJECT[fault.source] });
    case "consume-failed":
      return t("Something that is shared here cannot be shown by this browser.");
  }
}

const BECAUSE: Record<CaptureFault, string> = {
  "insecure-context": t("browsers allow it on https pages only."),
  "permission-denied": t("the browser or the system does not allow it."),
  "no-device": t("none was found."),
  "device-busy": t("another program uses it."),
  unsupported: t("this browser cannot do that."),
  cancelled: t("it was cancelled."),
  unknown: t("the browser could not start it."),
};

/** Why somebody joined without the device that they wanted on. */
export function joinedWithoutWords(device: "microphone" | "camera", fault: CaptureFault): string {
  const because = BECAUSE[fault];
  return device === "microphone"
    ? t("You joined without your microphone: {because}", { because })
    : t("You joined without your camera: {because}", { because });
}
