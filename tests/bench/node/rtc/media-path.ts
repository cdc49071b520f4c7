import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { DtlsClient, type RtpHeader, SrtpSession } from "werift";
import type { TransportParameters } from "../../../../protocol/rtp.ts";
import { type Identity, SIGNATURE } from "./identity.ts";
import { bindingRequest, isBindingSuccess } from "./stun.ts";

/** The SRTP profile that Chromium and mediasoup agree on: AEAD_AES_128_GCM (RFC 7714). */
const AES_128_GCM = 0x0007;
const KEY_BYTES = 16;
const SALT_BYTES = 12;
/** As browsers do: a transport whose checks end is given up by the node after 30 s. */
const CHECK_EVERY_MS = 5_000;
const FIRST_CHECKS_EVERY_MS = 200;
const PATIENCE_MS = 20_000;
/** So that what is measured is the node, and not what a busy bench has not read yet. */
const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

/** Gets each RTP packet as it came: its header in clear, its payload encrypted. */
export type RtpListener = (packet: Buffer) => void;

/**
 * A browser's end of one transport of a node: ICE, a DTLS handshake and SRTP over a UDP socket of its own. What comes in is not
 * decrypted, because headers say all that is counted; nothing is asked for again, and no feedback is sent.
 */
export class MediaPath {
  readonly #socket: Socket;
  readonly #dtls: DtlsClient;
  readonly #check: () => void;
  #timer: NodeJS.Timeout | undefined;
  #srtp: SrtpSession | undefined;

  private constructor(
    socket: Socket,
    transport: TransportParameters,
    { certPem, keyPem }: Identity,
    onRtp: RtpListener,
  ) {
    this.#socket = socket;
    const ownFragment = randomBytes(4).toString("hex");
    this.#check = () => socket.send(bindingRequest(transport.iceParameters, ownFragment));
    const { address, port } = socket.address();
    const udp = {
      type: "udp",
      address: { address, port, family: "IPv4" },
      closed: false,
      onData: (_datagram: Buffer, _from: readonly [string, number]): void => {},
      send: async (datagram: Buffer) => void socket.send(datagram),
      close: async () => undefined,
    };
    this.#dtls = new DtlsClient({
      transport: udp,
      cert: certPem,
      key: keyPem,
      signatureHash: SIGNATURE,
      srtpProfiles: [AES_128_GCM],
      extendedMasterSecret: true,
    });
    const from = transportAddress(transport);
    socket.on("message", (datagram) => {
      const first = datagram[0] ?? 0;
      if (first >= 128) {
        if (isRtp(datagram)) onRtp(datagram);
      } else if (first >= 20) udp.onData(datagram, [from.address, from.port]);
      else if (isBindingSuccess(datagram)) socket.emit("checked");
    });
  }

  /** Connects to a transport that expects this identity's fingerprint. @throws where it does not answer in time. */
  static async open(
    transport: TransportParameters,
    identity: Identity,
    onRtp: RtpListener = () => undefined,
  ): Promise<MediaPath> {
    const { address, port } = transportAddress(transport);
    const socket = createSocket({
      type: "udp4",
      recvBufferSize: SOCKET_BUFFER_BYTES,
      sendBufferSize: SOCKET_BUFFER_BYTES,
    });
    socket.bind(0, address);
    await once(socket, "listening");
    socket.connect(port, address);
    await once(socket, "connect");
    const path = new MediaPath(socket, transport, identity, onRtp);
    try {
      await path.#open();
      return path;
    } catch (error) {
      path.close();
      throw error;
    }
  }

  /** The packet as it goes over the wire. */
  protect(header: RtpHeader, payload: Buffer): Buffer {
    if (this.#srtp === undefined) throw new Error("the path has no keys yet");
    return this.#srtp.encrypt(payload, header);
  }

  send(datagram: Buffer): void {
    this.#socket.send(datagram);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }

  async #open(): Promise<void> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    this.#timer = setInterval(this.#check, FIRST_CHECKS_EVERY_MS);
    this.#check();
    await once(this.#socket, "checked", { signal });
    clearInterval(this.#timer);
    this.#timer = setInterval(this.#check, CHECK_EVERY_MS);
    const failed = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => failed.reject(signal.reason));
    this.#dtls.onError.once((error) => failed.reject(error));
    const connected = new Promise<void>((resolve) => this.#dtls.onConnect.once(() => resolve()));
    // It resolves only when its last repetition is due.
    this.#dtls.connect().catch(failed.reject);
    await Promise.race([connected, failed.promise]);
    failed.promise.catch(() => undefined);
    const { localKey, localSalt, remoteKey, remoteSalt } = this.#dtls.extractSessionKeys(
      KEY_BYTES,
      SALT_BYTES,
    );
    this.#srtp = new SrtpSession({
      profile: AES_128_GCM,
      keys: {
        localMasterKey: localKey,
        localMasterSalt: localSalt,
        remoteMasterKey: remoteKey,
        remoteMasterSalt: remoteSalt,
      },
    });
  }
}

function transportAddress({ iceCandidates }: TransportParameters): { address: string; port: number } {
  const candidate = iceCandidates.find(({ protocol }) => protocol === "udp");
  if (candidate === undefined) throw new Error("the transport has no UDP candidate");
  return candidate;
}

/** RTCP has packet types 192 to 223 where RTP has its payload type (RFC 5761). */
function isRtp(datagram: Buffer): boolean {
  const second = datagram[1] ?? 0;
  return second < 192 || second > 223;
}
