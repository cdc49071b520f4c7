import type { types } from "mediasoup";
import type { MediaCounts, RoomMedia } from "./room-media.ts";

/** One scrape asks at most this many transports how they are, and reckons the rest from them. */
const SAMPLE = 256;

/** The media of all rooms together. Rates are in bits per second; losses are fractions, 0 to 1. */
export interface MediaStats extends MediaCounts {
  rooms: number;
  receiveBitrate: number;
  sendBitrate: number;
  receiveLoss: number;
  sendLoss: number;
}

/** Adds up the media of rooms. It costs one message to mediasoup for each transport that is asked, 256 at most. */
export async function collectStats(rooms: readonly RoomMedia[]): Promise<MediaStats> {
  const counts = rooms.map((room) => room.counts());
  const sum = (of: keyof MediaCounts) => counts.reduce((total, count) => total + count[of], 0);
  const transports = rooms.flatMap((room) =>
    [...room.participants()].flatMap(({ transports: { send, receive } }) => [send, receive]),
  );
  const stats = await sample(transports);
  const scale = stats.length === 0 ? 0 : transports.length / stats.length;
  return {
    rooms: rooms.length,
    participants: sum("participants"),
    transports: sum("transports"),
    producers: sum("producers"),
    consumers: sum("consumers"),
    pipedStreams: sum("pipedStreams"),
    receiveBitrate: scale * stats.reduce((total, { recvBitrate }) => total + recvBitrate, 0),
    sendBitrate: scale * stats.reduce((total, { sendBitrate }) => total + sendBitrate, 0),
    receiveLoss: mean(stats.flatMap(({ rtpPacketLossReceived }) => rtpPacketLossReceived ?? [])),
    sendLoss: mean(stats.flatMap(({ rtpPacketLossSent }) => rtpPacketLossSent ?? [])),
  };
}

/** The stats of evenly spread transports; those that close meanwhile are left out. */
async function sample(transports: readonly types.WebRtcTransport[]): Promise<types.WebRtcTransportStat[]> {
  const step = Math.max(1, transports.length / SAMPLE);
  const size = Math.min(SAMPLE, transports.length);
  const chosen = Array.from({ length: size }, (_, i) => transports[Math.floor(i * step)]);
  const results = await Promise.allSettled(chosen.map((transport) => transport?.getStats()));
  return results.flatMap((result) => (result.status === "fulfilled" ? (result.value ?? []) : []));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;
}
