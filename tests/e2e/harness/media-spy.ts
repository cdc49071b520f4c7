import type { Page } from "playwright-core";

/** What a page did with the browser's media, as far as a test cannot see it in the page. */
interface Spied {
  /** Every track that a device gave. */
  tracks: MediaStreamTrack[];
  /** The devices that sound was sent to, in order; empty for the system's own. */
  sinks: string[];
  /** What a screen was asked for with. */
  screens: unknown[];
  /** Every connection that the page made. */
  connections: RTCPeerConnection[];
}

declare global {
  // A page's own, where the spy lives.
  var nearcastSpy: Spied;
}

/** Writes down what the page does with devices from its next loading on. Everything works as without it. */
export async function spyOnMedia(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const spied: Spied = { tracks: [], sinks: [], screens: [], connections: [] };
    globalThis.nearcastSpy = spied;
    const devices = navigator.mediaDevices;
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia(constraints);
      spied.tracks.push(...stream.getTracks());
      return stream;
    };
    const getDisplayMedia = devices.getDisplayMedia.bind(devices);
    devices.getDisplayMedia = (options) => {
      spied.screens.push(options);
      return getDisplayMedia(options);
    };
    globalThis.RTCPeerConnection = new Proxy(RTCPeerConnection, {
      construct: (target, args) => {
        const made = new target(...args);
        spied.connections.push(made);
        return made;
      },
    });
    const { setSinkId } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.setSinkId = function (id: string) {
      spied.sinks.push(id);
      return setSinkId.call(this, id);
    };
  });
}

/** The settings of the tracks of one kind that are live. */
export function liveSettings(page: Page, kind: "audio" | "video"): Promise<MediaTrackSettings[]> {
  return page.evaluate(
    (kind) =>
      globalThis.nearcastSpy.tracks
        .filter((track) => track.kind === kind && track.readyState === "live")
        .map((track) => track.getSettings()),
    kind,
  );
}

/** The sound that a page has received so far, in seconds at full loudness. */
export function soundReceived(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let energy = 0;
    for (const connection of globalThis.nearcastSpy.connections) {
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type === "inbound-rtp" && entry.kind === "audio") energy += entry.totalAudioEnergy ?? 0;
      }
    }
    return energy;
  });
}
