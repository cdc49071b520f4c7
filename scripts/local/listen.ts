import { networkInterfaces } from "node:os";
import { UserError } from "../cli/user-error.ts";

/** Where a stack is reached. */
export interface Listen {
  /** The address its public ports are bound to. */
  readonly ip: string;
  /** What the browser's address bar shows, without the port. */
  readonly publicHost: string;
  /** The address the media nodes' ports are bound to. */
  readonly mediaIp: string;
  /** The address the media nodes tell browsers to send media to. */
  readonly announced: string;
  /** Where this machine's own programs reach it. */
  readonly internalHost: string;
  readonly https: boolean;
}

/**
 * What the variable HOST means: nothing is this machine alone, over http; `0.0.0.0` or an address of this
 * machine is the local network, over https.
 *
 * Media goes by an address in the network also where the page is for this machine alone, where there is one: Firefox sends no
 * media to 127.0.0.1.
 *
 * @throws {UserError} when the machine has no address in a network, or HOST is none
 */
export function resolveListen(host: string | undefined): Listen {
  const addresses = networkAddresses();
  const [first] = addresses;
  const loopback = "127.0.0.1";
  if (host === undefined || host === "localhost" || host === loopback) {
    const mediaIp = first ?? loopback;
    return {
      ip: loopback,
      publicHost: "localhost",
      mediaIp,
      announced: mediaIp,
      internalHost: loopback,
      https: false,
    };
  }
  if (first === undefined) throw new UserError("This machine has no IPv4 address in a network. Unset HOST.");
  if (host === "0.0.0.0") {
    return {
      ip: host,
      publicHost: first,
      mediaIp: host,
      announced: first,
      internalHost: loopback,
      https: true,
    };
  }
  if (!addresses.includes(host)) {
    throw new UserError(
      `HOST=${host} is no address of this machine. Use 0.0.0.0 or ${addresses.join(", ")}.`,
    );
  }
  return { ip: host, publicHost: host, mediaIp: host, announced: host, internalHost: host, https: true };
}

function networkAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
}
