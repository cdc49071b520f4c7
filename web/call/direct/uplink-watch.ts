import { type Limitation, lastingLimitation, worstOf } from "./uplink.ts";

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
    looks = [...looks.slice(-9), worstOf(await Promise.all(each.flat().map(limitationOf)))];
    const reason = lastingLimitation(looks);
    if (reason === null) return;
    looks = [];
    tooMuch(reason);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

async function limitationOf(sender: RTCRtpSender): Promise<Limitation> {
  const stats = await sender.getStats().catch(() => null);
  type Outbound = { type: string; qualityLimitationReason?: Limitation };
  for (const entry of (stats?.values() ?? []) as Iterable<Outbound>) {
    if (entry.type === "outbound-rtp") return entry.qualityLimitationReason ?? "none";
  }
  return "none";
}
