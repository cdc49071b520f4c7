import { PING } from "../../protocol/api.ts";
import { socketUrl } from "./socket-url.ts";

/** Who has not joined in this time after a sign of life may not join at all. */
const KEPT_MS = 5 * 60_000;
const PING_EVERY_MS = 10_000;
/** A socket from which nothing came for longer than this may be dead without knowing it. */
const FRESH_MS = 15_000;

interface Early {
  readonly roomId: string;
  readonly socket: WebSocket;
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
  const opened: Early = {
    roomId,
    socket,
    heardAt: Date.now(),
    pinging: setInterval(() => socket.readyState === socket.OPEN && socket.send(PING), PING_EVERY_MS),
    ending: setTimeout(() => early === opened && closeEarly(), KEPT_MS),
  };
  early = opened;
  const hear = () => {
    opened.heardAt = Date.now();
  };
  socket.onopen = hear;
  socket.onmessage = hear;
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
  const { socket } = early;
  release(early);
  socket.close();
}

function release({ socket, pinging, ending }: Early): void {
  early = null;
  clearInterval(pinging);
  clearTimeout(ending);
  socket.onopen = null;
  socket.onmessage = null;
}
