import type { Page } from "playwright-core";
import { REMOTE_SCREEN } from "../share/share.ts";

/** The codec of the first remote screen, for example `video/VP8`. */
export async function shownCodec(viewer: Page): Promise<string> {
  const codec = await viewer.evaluate(async (selector) => {
    const video = document.querySelector<HTMLVideoElement>(selector);
    const [track] = (video?.srcObject as MediaStream | null)?.getVideoTracks() ?? [];
    for (const { connection } of globalThis.nearcastConnections) {
      const receiver = connection.getReceivers().find((each) => each.track === track);
      const report = await receiver?.getStats();
      const stream = [...(report?.values() ?? [])].find(({ type }) => type === "inbound-rtp");
      if (stream) return report?.get(stream.codecId)?.mimeType as string | undefined;
    }
    return undefined;
  }, REMOTE_SCREEN);
  if (codec === undefined) throw new Error("the codec of the picture is not known");
  return codec;
}
