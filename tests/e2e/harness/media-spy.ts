import type { Page } from "playwright-core";
import type { Path } from "./paths.ts";

/** What a page did with the browser's media, as far as a test cannot see it in the page. */
interface Spied {
  /** Every track that a device gave. */
  tracks: MediaStreamTrack[];
  /** The devices that sound was sent to, in order; empty for the system's own. */
  sinks: string[];
  /** What a screen was asked for with. */
  screens: unknown[];
  /** When the first key was pressed and the first stream was paused or went on after that, in milliseconds since 1970. */
  keyAt: number | null;
  saidAt: number | null;
}

declare global {
  // A page's own, where the spy lives.
  var nearcastSpy: Spied;
}

/** Writes down what the page does with devices from its next loading on. Everything works as without it. */
export async function spyOnMedia(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const spied: Spied = { tracks: [], sinks: [], screens: [], keyAt: null, saidAt: null };
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
    const clock = (time: number) => performance.timeOrigin + time;
    addEventListener(
      "keydown",
      ({ timeStamp }) => {
        spied.keyAt ??= clock(timeStamp);
      },
      { capture: true },
    );
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      if (spied.keyAt !== null && String(data).includes('"set-paused"')) {
        spied.saidAt ??= clock(performance.now());
      }
      send.call(this, data);
    };
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
    for (const { connection } of globalThis.nearcastConnections) {
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type === "inbound-rtp" && entry.kind === "audio") energy += entry.totalAudioEnergy ?? 0;
      }
    }
    return energy;
  });
}

/** When the next sound reaches a page, in milliseconds since 1970. */
export function nextSoundAt(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          for (const { connection } of globalThis.nearcastConnections) {
            for (const receiver of connection.getReceivers()) {
              if (receiver.track.kind !== "audio") continue;
              const [source] = receiver.getSynchronizationSources();
              if ((source?.audioLevel ?? 0) > 0.01)
                return resolve(performance.timeOrigin + performance.now());
            }
          }
          setTimeout(look, 5);
        };
        look();
      }),
  );
}

/** With which parameters of Opus a page sends sound, by each of its connections that carries any. */
export function sentSound(page: Page): Promise<{ path: Path; parameters: string[] }[]> {
  return page.evaluate(async () => {
    const sent = [];
    for (const { connection, isDirect } of globalThis.nearcastConnections) {
      const report = await connection.getStats();
      for (const entry of report.values()) {
        if (entry.type !== "outbound-rtp" || entry.kind !== "audio" || !entry.packetsSent) continue;
        const line = String(report.get(entry.codecId)?.sdpFmtpLine);
        sent.push({ path: isDirect ? ("direct" as const) : ("node" as const), parameters: line.split(";") });
      }
    }
    return sent;
  });
}

/** How loud what comes to a page by one of the paths is now, on each side, 0 to 1. */
export function loudness(page: Page, path: Path): Promise<{ left: number; right: number }> {
  return page.evaluate(async (path) => {
    const context = new AudioContext();
    // Where there is one channel it is heard on both sides.
    const sides = {
      channelCount: 2,
      channelCountMode: "explicit",
      channelInterpretation: "speakers",
    } as const;
    const both = new GainNode(context, sides);
    const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    const [left, right] = [new AnalyserNode(context), new AnalyserNode(context)];
    both.connect(splitter);
    splitter.connect(left, 0);
    splitter.connect(right, 1);
    for (const { connection, isDirect } of globalThis.nearcastConnections) {
      if (isDirect !== (path === "direct")) continue;
      for (const { track } of connection.getReceivers()) {
        if (track.kind === "audio") context.createMediaStreamSource(new MediaStream([track])).connect(both);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    const levelOf = (side: AnalyserNode) => {
      const samples = new Float32Array(side.fftSize);
      side.getFloatTimeDomainData(samples);
      return Math.max(...samples.map(Math.abs));
    };
    const levels = { left: levelOf(left), right: levelOf(right) };
    await context.close();
    return levels;
  }, path);
}
