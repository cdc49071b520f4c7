/** What holds a sender back, as its browser says (W3C webrtc-stats, `qualityLimitationReason`). */
export type Limitation = "none" | "cpu" | "bandwidth" | "other";

interface Outbound {
  readonly type: string;
  readonly frameHeight?: number;
  readonly qualityLimitationReason?: Limitation;
}

/** What limits the largest picture that a sender encodes; undefined where the browser does not say. */
export async function limitationOf(sender: RTCRtpSender): Promise<Limitation | undefined> {
  const report = await sender.getStats().catch(() => null);
  const entries: Outbound[] = report === null ? [] : [...report.values()];
  return entries
    .filter(({ type }) => type === "outbound-rtp")
    .sort((a, b) => (b.frameHeight ?? 0) - (a.frameHeight ?? 0))[0]?.qualityLimitationReason;
}
