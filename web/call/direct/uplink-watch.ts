import type { Limitation } from "../quality-limitation.ts";
import { figuresOf } from "../stats/figures.ts";
import { type Reading, readingOf } from "../stats/reading.ts";
import { heldBackBy, lastingLimitation, worstOf } from "./uplink.ts";

const LOOK_EVERY_MS = 2_000;

/** What is asked how it is: a sender of pictures. */
type Asked = Pick<RTCRtpSender, "getStats">;

/** Tells when sending to several people at once lastingly holds pictures back. Returns how to stop it. */
export function watchUplink(
  senders: () => readonly (readonly Asked[])[],
  tooMuch: (reason: "uplink" | "cpu") => void,
): () => void {
  let looks: Limitation[] = [];
  const readings = new WeakMap<Asked, Reading>();
  const askSender = async (sender: Asked): Promise<Limitation> => {
    const report = await sender.getStats().catch(() => null);
    if (report === null) return "none";
    const reading = readingOf(report);
    const figures = figuresOf(readings.get(sender) ?? null, reading, "out");
    readings.set(sender, reading);
    return figures === null ? "none" : heldBackBy(figures);
  };
  const look = async (): Promise<void> => {
    const each = senders();
    // To one person it would be no less via the node.
    if (each.length < 2) {
      looks = [];
      return;
    }
    looks = [...looks.slice(-9), worstOf(await Promise.all(each.flat().map(askSender)))];
    const reason = lastingLimitation(looks);
    if (reason === null) return;
    looks = [];
    tooMuch(reason);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
