import type { Figures } from "../state/stats.ts";
import {
  bitrateText,
  encryptionText,
  frameRateText,
  millisecondsText,
  pathText,
  percentText,
  sizeText,
} from "./stats-words.ts";

const LIMITATIONS = {
  none: "Nothing",
  cpu: "Computer too slow",
  bandwidth: "Bandwidth",
  other: "Something else",
} as const;

/** All that is known of a stream and not said above, as labels and values. What the browser does not say is left out. */
export function detailsOf(figures: Figures, direction: "in" | "out"): [label: string, value: string][] {
  const { captured, path, implementation, efficient } = figures;
  const coder = direction === "in" ? "Decoder" : "Encoder";
  const rows: [string, unknown, () => string][] = [
    ["Captured", captured?.width, () => capturedText(captured)],
    ["Target", figures.target, () => bitrateText(figures.target)],
    ["Sent again", figures.retransmitted, () => bitrateText(figures.retransmitted)],
    ["Limited by", figures.limitation, () => LIMITATIONS[figures.limitation ?? "none"]],
    ["Jitter", figures.kind === "video" ? figures.jitter : undefined, () => millisecondsText(figures.jitter)],
    ["Jitter buffer", figures.jitterBuffer, () => millisecondsText(figures.jitterBuffer)],
    ["Made-up sound", figures.concealed, () => percentText(figures.concealed)],
    ["Dropped frames", figures.dropped, () => percentText(figures.dropped)],
    ["Frozen", figures.frozen, () => percentText(figures.frozen)],
    ["Freezes so far", figures.freezes, () => String(figures.freezes)],
    ["Key frames so far", figures.keyFrames, () => String(figures.keyFrames)],
    ["Mean quantizer", figures.quantizer, () => figures.quantizer?.toFixed(1) ?? ""],
    [coder, implementation, () => `${implementation}${efficient ? ", efficient" : ""}`],
    ["Time for a frame", figures.codecTime, () => millisecondsText(figures.codecTime)],
    ["Codec settings", figures.codecParameters, () => figures.codecParameters?.replaceAll(";", " ") ?? ""],
    ["Path", path?.protocol ?? path?.local, () => (path ? pathText(path) : "")],
    ["Encryption", path?.dtls ?? path?.srtpCipher, () => (path ? encryptionText(path) : "")],
  ];
  return rows.filter(([, known]) => known !== undefined).map(([label, , text]) => [label, text()]);
}

function capturedText(captured: Figures["captured"]): string {
  const size = sizeText(captured?.width, captured?.height);
  return captured?.frameRate === undefined ? size : `${size}, ${frameRateText(captured.frameRate)}`;
}
