import { t } from "../language/translate.ts";
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
  none: t("Nothing"),
  cpu: t("Computer too slow"),
  bandwidth: t("Bandwidth"),
  other: t("Something else"),
} as const;

/** All that is known of a stream and not said above, as labels and values. What the browser does not say is left out. */
export function detailsOf(figures: Figures, direction: "in" | "out"): [label: string, value: string][] {
  const { captured, path, implementation, efficient } = figures;
  const coder = direction === "in" ? t("Decoder") : t("Encoder");
  const rows: [string, unknown, () => string][] = [
    [t("Captured"), captured?.width, () => capturedText(captured)],
    [t("Target"), figures.target, () => bitrateText(figures.target)],
    [t("Sent again"), figures.retransmitted, () => bitrateText(figures.retransmitted)],
    [t("Limited by"), figures.limitation, () => LIMITATIONS[figures.limitation ?? "none"]],
    [
      t("Jitter"),
      figures.kind === "video" ? figures.jitter : undefined,
      () => millisecondsText(figures.jitter),
    ],
    [t("Jitter buffer"), figures.jitterBuffer, () => millisecondsText(figures.jitterBuffer)],
    [t("Made-up sound"), figures.concealed, () => percentText(figures.concealed)],
    [t("Dropped frames"), figures.dropped, () => percentText(figures.dropped)],
    [t("Frozen"), figures.frozen, () => percentText(figures.frozen)],
    [t("Freezes so far"), figures.freezes, () => String(figures.freezes)],
    [t("Key frames so far"), figures.keyFrames, () => String(figures.keyFrames)],
    [t("Mean quantizer"), figures.quantizer, () => figures.quantizer?.toFixed(1) ?? ""],
    [
      coder,
      implementation,
      () =>
        efficient
          ? t("{implementation}, efficient", { implementation: implementation ?? "" })
          : (implementation ?? ""),
    ],
    [t("Time for a frame"), figures.codecTime, () => millisecondsText(figures.codecTime)],
    [t("Codec settings"), figures.codecParameters, () => figures.codecParameters?.replaceAll(";", " ") ?? ""],
    [t("Path"), path?.protocol ?? path?.local, () => (path ? pathText(path) : "")],
    [t("Encryption"), path?.dtls ?? path?.srtpCipher, () => (path ? encryptionText(path) : "")],
  ];
  return rows.filter(([, known]) => known !== undefined).map(([label, , text]) => [label, text()]);
}

function capturedText(captured: Figures["captured"]): string {
  const size = sizeText(captured?.width, captured?.height);
  return captured?.frameRate === undefined ? size : `${size}, ${frameRateText(captured.frameRate)}`;
}
