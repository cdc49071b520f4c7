import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import type { VideoCodec } from "../../../protocol/video-codecs.ts";
import { joinRoom, type Person } from "./browser.ts";
import { currentMark, readMark } from "./mark.ts";
import type { Scene } from "./scene.ts";
import { CAMERAS } from "./shares.ts";

/** One encoding of a stream of video that a page sends, as its browser counts it. */
export interface SentVideo {
  readonly codec: string;
  readonly scalabilityMode: string | undefined;
  readonly rid: string | undefined;
  readonly frameHeight: number;
  readonly framesEncoded: number;
  readonly keyFramesEncoded: number;
  readonly bytesSent: number;
}

/** Has the pages of this context, opened from now on, find no other video codecs in their browser than these. */
async function offerOnly(context: BrowserContext, codecs: readonly VideoCodec[]): Promise<void> {
  await context.addInitScript((kept: readonly string[]) => {
    const isHidden = ({ mimeType }: { mimeType: string }) =>
      ["AV1", "VP9", "H264", "VP8"].some(
        (name) => mimeType === `video/${name}` && !kept.includes(name.toLowerCase()),
      );
    const addTransceiver = RTCPeerConnection.prototype.addTransceiver;
    RTCPeerConnection.prototype.addTransceiver = function (trackOrKind, init) {
      const transceiver = addTransceiver.call(this, trackOrKind, init);
      if (transceiver.receiver.track.kind === "video") {
        const { codecs: all = [] } = RTCRtpReceiver.getCapabilities("video") ?? {};
        transceiver.setCodecPreferences(all.filter((codec) => !isHidden(codec)));
      }
      return transceiver;
    };
  }, codecs);
}

/** The video that a page sends now, on either path, the smallest picture first. */
export function sentVideo(page: Page): Promise<SentVideo[]> {
  return page.evaluate(async () => {
    const sent: SentVideo[] = [];
    for (const { connection } of globalThis.nearcastConnections) {
      if (connection.connectionState !== "connected") continue;
      const report = await connection.getStats();
      for (const entry of report.values()) {
        if (entry.type !== "outbound-rtp" || entry.kind !== "video" || !entry.active) continue;
        const mimeType = String(report.get(entry.codecId)?.mimeType ?? "");
        sent.push({
          codec: mimeType.replace("video/", "").toLowerCase(),
          scalabilityMode: entry.scalabilityMode,
          rid: entry.rid,
          frameHeight: entry.frameHeight ?? 0,
          framesEncoded: entry.framesEncoded ?? 0,
          keyFramesEncoded: entry.keyFramesEncoded ?? 0,
          bytesSent: entry.bytesSent ?? 0,
        });
      }
    }
    return sent.sort((a, b) => a.frameHeight - b.frameHeight);
  });
}

/** What a page receives from the node, and in which stream: those of one stream play in step. */
export function receivedStreams(page: Page): Promise<{ kind: string; stream: string }[]> {
  return page.evaluate(() => {
    const byNode = globalThis.nearcastConnections.filter(({ isDirect }) => !isDirect);
    const sections = byNode.flatMap(({ connection }) =>
      (connection.remoteDescription?.sdp ?? "").split(/^m=/m).slice(1),
    );
    return sections.flatMap((section) => {
      const stream = /^a=msid:(\S+)/m.exec(section)?.[1];
      const [kind = ""] = section.split(" ");
      return section.includes("a=sendonly") && stream !== undefined ? [{ kind, stream }] : [];
    });
  });
}

/** Counts from now on the frames of a page's display in which the first remote screen has no picture. */
export async function countBlanks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = { blanks: 0 };
    Object.assign(globalThis, { counted });
    const look = () => {
      const video = document.querySelector<HTMLVideoElement>('video[data-source="screen"]:not([data-self])');
      if (!video || video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
        counted.blanks += 1;
      requestAnimationFrame(look);
    };
    look();
  });
  return () => page.evaluate(() => (globalThis as unknown as { counted: { blanks: number } }).counted.blanks);
}

/** Somebody whose browser has these video codecs alone, in a room. */
export async function arriveWith(
  scene: Scene,
  name: string,
  slug: string,
  codecs: readonly VideoCodec[],
): Promise<Person> {
  const person = await scene.open(name);
  await offerOnly(person.context, codecs);
  await joinRoom(person, scene.room(slug));
  return person;
}

/** Waits until a viewer sees what the mark showed at most three seconds ago. */
export async function expectLivePicture(mark: Page, viewer: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        const [now, { count }] = [await currentMark(mark), await readMark(viewer)];
        return count === null ? Number.POSITIVE_INFINITY : Math.abs(now - count);
      },
      { timeout: 40_000, interval: 300 },
    )
    .toBeLessThan(30);
}

/** Shows the cameras of others in this size, in CSS pixels, in whichever element they are. */
export async function drawCamera(
  page: Page,
  { width, height }: { width: number; height: number },
): Promise<void> {
  await page.locator(CAMERAS).waitFor();
  const rule = `${CAMERAS} { width: ${width}px !important; height: ${height}px !important }`;
  await page.evaluate((rule) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rule);
    document.adoptedStyleSheets.push(sheet);
  }, rule);
}
