import type { Page } from "playwright-core";

/** The bytes that a page has sent on all its connections since it was opened. */
export function bytesSent(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const reports = await Promise.all(
      globalThis.nearcastConnections.map(({ connection }) => connection.getStats()),
    );
    return reports
      .flatMap((report) => [...report.values()])
      .filter(({ type }) => type === "transport")
      .reduce((sum, transport) => sum + transport.bytesSent, 0);
  });
}

/** The frames that a page has decoded and given to its first remote screen. */
export function framesShown(page: Page): Promise<number> {
  return page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('video[data-source="screen"]:not([data-self])');
    return video?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
  });
}
