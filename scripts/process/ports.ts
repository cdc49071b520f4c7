import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/**
 * Below the ports that Linux gives to outgoing connections (from 32,768), so that none of those
 * takes a port between its choice and its use.
 */
const SERVER_PORTS = { first: 12_000, last: 20_000 } as const;
const MEDIA_PORTS = { first: 20_000, last: 32_000 } as const;

/** A TCP port that was free a moment ago. */
export async function freePort(host = "127.0.0.1"): Promise<number> {
  const span = SERVER_PORTS.last - SERVER_PORTS.first;
  // A random start keeps stacks that start at the same moment apart.
  const offset = Math.floor(Math.random() * span);
  for (let tried = 0; tried < span; tried += 1) {
    const port = SERVER_PORTS.first + ((offset + tried) % span);
    if (await isPortFree(port, host)) return port;
  }
  throw new Error(`No port is free on ${host}`);
}

/** Whether a TCP port can be listened on. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first of `count` consecutive ports, each free for UDP and TCP. */
export async function freePortRange(count: number, host: string): Promise<number> {
  const span = MEDIA_PORTS.last - MEDIA_PORTS.first - count;
  const offset = Math.floor(Math.random() * span);
  for (let tried = 0; tried < span; tried += count) {
    const first = MEDIA_PORTS.first + ((offset + tried) % span);
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(
      ports.map(async (port) => (await isPortFree(port, host)) && (await isDatagramPortFree(port, host))),
    );
    if (free.every(Boolean)) return first;
  }
  throw new Error(`No ${count} consecutive ports are free on ${host}`);
}

function isDatagramPortFree(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => resolve(false));
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
