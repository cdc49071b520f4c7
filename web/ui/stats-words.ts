import type { Source } from "../../protocol/room/producers.ts";
import { t } from "../language/translate.ts";
import type { PathFigures, Route } from "../state/stats.ts";

/** What stands where a browser says nothing. */
export const UNKNOWN = "–";

/** bit/s, in three digits. */
export function bitrateText(value: number | undefined): string {
  if (value === undefined) return UNKNOWN;
  if (value >= 1_000_000) return `${threeDigits(value / 1_000_000)} Mbit/s`;
  return `${threeDigits(value / 1_000)} kbit/s`;
}

/** A part of a whole, 0 to 1. */
export function percentText(value: number | undefined): string {
  if (value === undefined) return UNKNOWN;
  const percent = value * 100;
  // A little is not nothing.
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** Milliseconds. */
export function millisecondsText(value: number | undefined): string {
  if (value === undefined) return UNKNOWN;
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

/** Frames a second. */
export function frameRateText(value: number | undefined): string {
  return value === undefined ? UNKNOWN : `${Math.round(value)} fps`;
}

/** Pixels. */
export function sizeText(width: number | undefined, height: number | undefined): string {
  return width === undefined || height === undefined ? UNKNOWN : `${width} × ${height}`;
}

const SOURCES: Readonly<Record<Source, string>> = {
  microphone: t("microphone"),
  camera: t("camera"),
  screen: t("screen"),
  "screen-audio": t("screen sound"),
};

/** Whose stream it is; `name` is null for one's own. */
export function streamTitle(name: string | null, source: Source): string {
  const stream = SOURCES[source];
  return name === null ? t("Your {stream}", { stream }) : t("{name}’s {stream}", { name, stream });
}

/** Which way it takes, for example `Node fra-1, eu-central` or `Direct, by relay`. */
export function routeText(route: Route, path: PathFigures | undefined): string {
  const by =
    route.kind === "node"
      ? t("Node {id}, {region}", { id: route.node.id, region: route.node.region })
      : t("Direct");
  return path?.relayed ? t("{by}, by relay", { by }) : by;
}

/** How the packets travel, for example `UDP, host to host`. */
export function pathText({ protocol, relayProtocol, local, remote }: PathFigures): string {
  const by = protocol?.toUpperCase();
  const through =
    relayProtocol === undefined
      ? undefined
      : t("relay over {protocol}", { protocol: relayProtocol.toUpperCase() });
  const ends =
    local === undefined || remote === undefined ? undefined : t("{local} to {remote}", { local, remote });
  return [by, through, ends].filter((part) => part !== undefined).join(", ") || UNKNOWN;
}

/** How it is encrypted between the two ends of the path. */
export function encryptionText({ dtls, srtpCipher }: PathFigures): string {
  const cipher = srtpCipher?.replace(/^(?:SRTP_|AEAD_)+/, "").replaceAll("_", " ");
  return [dtls, cipher].filter((part) => part !== undefined).join(", ") || UNKNOWN;
}

function threeDigits(value: number): string {
  if (value >= 100) return String(Math.round(value));
  if (value >= 10) return value.toFixed(1);
  return value === 0 ? "0" : value.toFixed(2);
}
