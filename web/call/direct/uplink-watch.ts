import { type Limitation, limitationOf } from "../quality-limitation.ts";
import { lastingLimitation, worstOf } from "./uplink.ts";

const LOOK_EVERY_MS = 2_000;

/** Tells when sending to several people at once lastingly holds pictures back. Returns how to stop it. */
export function watchUplink(
  senders: () => readonly (readonly RTCRtpSender[])[],
  tooMuch: (reason: "uplink" | "cpu") => void,
): () => void {
  let looks: Limitation[] = [];
  const look = async (): Promise<void> => {
    const each = senders();
    // To one person it would be no less via the node.
    if (each.length < 2) {
      looks = [];
      return;
    }
    const limitations = await Promise.all(each.flat().map(limitationOf));
    looks = [...looks.slice(-9), worstOf(limitations.map((limitation) => limitation ?? "none"))];
    const reason = lastingLimitation(looks);
    if (reason === null) return;
    looks = [];
    tooMuch(reason);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
