import { PING, PONG } from "../../protocol/api.ts";
import { socketUrl } from "./socket-url.ts";

/** Who has not joined in this time after a sign of life may not join at all. */
const KEPT_MS = 5 * 60_000;
const PING_EVERY_MS = 10_000;
/** A socket from which nothing came for longer than this may be dead without knowing it. */
const FRESH_MS = 15_000;

/** Who speaks by the socket before anybody joins. */
interface EarlySpeaker {
  /** A frame of the room. */
  heard(frame: string): void;
  /** The socket is no more, and nobody has joined by it. */
  closed(): void;
}

interface Early {
  readonly roomId: string;
  readonly socket: WebSocket;
  speaker: EarlySpeaker | null;
  heardAt: number;
  readonly pinging: ReturnType<typeof setInterval>;
  readonly ending: ReturnType<typeof setTimeout>;
}

let early: Early | null = null;

/**
 * Opens a socket to a room before anybody joins: a join then does not wait for its handshakes, which are three round trips to
 * where the room is. The room knows nobody by it, and it does not keep the room awake.
 */
export function openEarly(roomId: string): void {
  closeEarly();
  const socket = new WebSocket(socketUrl(roomId, location));
  const close = () => early === opened && closeEarly();
  const opened: Early = {
    roomId,
    socket,
    speaker: null,
    heardAt: Date.now(),
    pinging: setInterval(() => socket.readyState === socket.OPEN && socket.send(PING), PING_EVERY_MS),
    ending: setTimeout(close, KEPT_MS),
  };
  early = opened;
  socket.onopen = () => {
    opened.heardAt = Date.now();
  };
  socket.onmessage = ({ data }: MessageEvent) => {
    opened.heardAt = Date.now();
    if (data !== PONG) opened.speaker?.heard(String(data));
  };
  socket.onclose = close;
}

/** Says something by the early socket to this room, where there is one, as soon as it is open. */
export function speakEarly(roomId: string, frame: string, speaker: EarlySpeaker): void {
  if (early?.roomId !== roomId) return;
  const spoken = early;
  const { socket } = spoken;
  spoken.speaker = speaker;
  if (socket.readyState === socket.OPEN) socket.send(frame);
  else socket.addEventListener("open", () => early === spoken && socket.send(frame));
}

/** The socket to join by: the one that was opened early where it still stands, else a new one. */
export function takeSocket(roomId: string): WebSocket {
  const taken = early;
  const isGood =
    taken !== null &&
    taken.roomId === roomId &&
    taken.socket.readyState <= WebSocket.OPEN &&
    Date.now() - taken.heardAt < FRESH_MS;
  if (!isGood) {
    closeEarly();
    return new WebSocket(socketUrl(roomId, location));
  }
  release(taken);
  return taken.socket;
}

/** Nobody joins by it. */
export function closeEarly(): void {
  if (early === null) return;
  const { socket, speaker } = early;
  release(early);
  socket.close();
  speaker?.closed();
}

function release({ socket, pinging, ending }: Early): void {
  early = null;
  clearInterval(pinging);
  clearTimeout(ending);
  socket.onopen = socket.onmessage = socket.onclose = null;
}
