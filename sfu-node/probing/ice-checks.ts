import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";
import { setImmediate as afterReading, setTimeout as delay } from "node:timers/promises";
import {
  answeredTransaction,
  type CheckCredentials,
  encodeCheck,
  isSignedWith,
  newTransaction,
} from "./stun.ts";

/** An IP address and a UDP port. */
export interface UdpAddress {
  readonly address: string;
  readonly port: number;
}

/**
 * How long the answer took, in milliseconds; or that there was none; or that nothing can be said, because this machine has no
 * way to addresses of that family, or was too busy to listen.
 */
export type CheckResult = number | "unanswered" | "untried";

/** A check is sent so often, evenly over the time that there is for it: one datagram may be lost. */
const SENDS = 4;
/** Who wakes after so much more than the time that it gave was itself not there. */
const LATE = 1.5;
/** This machine cannot send to addresses of that family. */
const NO_WAY = new Set(["ENETUNREACH", "EAFNOSUPPORT", "EADDRNOTAVAIL", "EINVAL"]);

interface Pending {
  readonly sentAt: number;
  readonly password: string;
  readonly answered: (roundTripMs: number) => void;
}

/** Sends ICE checks over UDP, from one socket for each family, which is opened when it is needed. */
export class IceChecks {
  readonly #sockets = new Map<"udp4" | "udp6", Promise<Socket>>();
  readonly #pending = new Map<string, Pending>();
  readonly #ownFragment = newTransaction();
  #isClosed = false;

  /** Asks a transport for an answer within so many milliseconds. Never rejects. */
  async check(to: UdpAddress, credentials: CheckCredentials, patienceMs: number): Promise<CheckResult> {
    const family = isIPv6(to.address) ? "udp6" : "udp4";
    const socket = await this.#socket(family).catch(() => undefined);
    if (socket === undefined) return "untried";
    const transactions: string[] = [];
    const answer = Promise.withResolvers<number>();
    const startedAt = performance.now();
    try {
      for (let sends = 1; sends <= SENDS; sends += 1) {
        // Each is another transaction, so that an answer says which of them it is to.
        const transaction = newTransaction();
        transactions.push(transaction);
        const { password } = credentials;
        this.#pending.set(transaction, { sentAt: performance.now(), password, answered: answer.resolve });
        const problem = await this.#send(
          socket,
          to,
          encodeCheck(transaction, credentials, this.#ownFragment),
        );
        if (problem !== undefined && NO_WAY.has(problem)) return "untried";
        const leftMs = startedAt + (patienceMs * sends) / SENDS - performance.now();
        const roundTripMs = await Promise.race([answer.promise, delay(Math.max(0, leftMs), null)]);
        if (roundTripMs !== null) return roundTripMs;
      }
      // Timers run before sockets are read: what has come by now counts.
      const roundTripMs = await Promise.race([answer.promise, afterReading(null)]);
      if (roundTripMs !== null) return roundTripMs;
      return performance.now() - startedAt > patienceMs * LATE ? "untried" : "unanswered";
    } finally {
      for (const transaction of transactions) this.#pending.delete(transaction);
    }
  }

  /** Checks that are under way get no answer any more. Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const opening of this.#sockets.values())
      void opening.then(
        (socket) => socket.close(),
        () => undefined,
      );
    this.#sockets.clear();
  }

  #socket(family: "udp4" | "udp6"): Promise<Socket> {
    if (this.#isClosed) return Promise.reject(new Error("no more checks"));
    const known = this.#sockets.get(family);
    if (known !== undefined) return known;
    const opening = this.#open(family);
    this.#sockets.set(family, opening);
    // A family that this machine does not have now, it may have later.
    opening.catch(() => this.#sockets.delete(family));
    return opening;
  }

  async #open(type: "udp4" | "udp6"): Promise<Socket> {
    const socket = createSocket({ type, ipv6Only: type === "udp6" });
    socket.unref();
    try {
      socket.bind();
      await once(socket, "listening");
    } catch (error) {
      socket.close();
      throw error;
    }
    socket.on("message", (datagram) => this.#receive(datagram));
    socket.on("error", () => {
      this.#sockets.delete(type);
      socket.close();
    });
    return socket;
  }

  /** The code of what went wrong; undefined where it was sent. */
  #send(socket: Socket, { address, port }: UdpAddress, datagram: Buffer): Promise<string | undefined> {
    return new Promise((resolve) => {
      try {
        socket.send(datagram, port, address, (error) =>
          resolve((error as NodeJS.ErrnoException | null)?.code),
        );
      } catch {
        // It was closed meanwhile.
        resolve("EADDRNOTAVAIL");
      }
    });
  }

  #receive(datagram: Buffer): void {
    const pending = this.#pending.get(answeredTransaction(datagram) ?? "");
    if (pending === undefined || !isSignedWith(datagram, pending.password)) return;
    pending.answered(performance.now() - pending.sentAt);
  }
}
