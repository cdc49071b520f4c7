import { networkInterfaces } from "node:os";
import { UserError } from "../cli/user-error.ts";

/** Where a stack is reached. */
export interface Listen {
  /** The address its public ports are bound to. */
  readonly ip: string;
  /** What the browser's address bar shows, without the port. */
  readonly publicHost: string;
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
 * @throws {UserError} when the machine has no address in a network, or HOST is none
 */
export function resolveListen(host: string | undefined): Listen {
  if (host === undefined || host === "localhost" || host === "127.0.0.1") {
    const ip = "127.0.0.1";
    return { ip, publicHost: "localhost", announced: ip, internalHost: ip, https: false };
  }
  const addresses = networkAddresses();
  const first = addresses[0];
  if (first === undefined) throw new UserError("This machine has no IPv4 address in a network. Unset HOST.");
  if (host === "0.0.0.0") {
    return { ip: host, publicHost: first, announced: first, internalHost: "127.0.0.1", https: true };
  }
  if (!addresses.includes(host)) {
    throw new UserError(
      `HOST=${host} is no address of this machine. Use 0.0.0.0 or ${addresses.join(", ")}.`,
    );
  }
  return { ip: host, publicHost: host, announced: host, internalHost: host, https: true };
}

function networkAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
}
