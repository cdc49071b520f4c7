import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type RtpHeader, RtpPacket } from "werift";
import type { RtpListener } from "./media-path.ts";

const ADDRESS = "127.0.0.1";
const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

/** RTP over UDP without encryption, on this machine. No browser does this; it shows what encryption costs. */
export class PlainPath {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open(onRtp: RtpListener = () => undefined): Promise<PlainPath> {
    const socket = createSocket({ type: "udp4", recvBufferSize: SOCKET_BUFFER_BYTES }, onRtp);
    socket.bind(0, ADDRESS);
    await once(socket, "listening");
    return new PlainPath(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** From now on it sends to this port. */
  async connect(port: number): Promise<void> {
    this.#socket.connect(port, ADDRESS);
    await once(this.#socket, "connect");
  }

  /** The packet as it goes over the wire. */
  protect(header: RtpHeader, payload: Buffer): Buffer {
    return new RtpPacket(header, payload).serialize();
  }

  send(datagram: Buffer): void {
    this.#socket.send(datagram);
  }

  close(): void {
    this.#socket.close();
  }
}
