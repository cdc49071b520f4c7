import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { WorkerPool } from "../media/worker-pool.ts";
import { mediaSettings } from "../testing/fixtures.ts";
import { IceChecks, type UdpAddress } from "./ice-checks.ts";

const LONG_MS = 4_000;
const SHORT_MS = 200;
/** A machine that is busy says that it could not listen, now and then. */
const PATIENT = { timeout: 30_000, interval: 10 };
const NOBODY = { usernameFragment: "nobody", password: "nothing" };

let checks: IceChecks;
beforeEach(() => {
  checks = new IceChecks();
  return () => checks.close();
});

/** A socket that hears and does what it is told. */
async function listener(): Promise<{ socket: Socket; address: UdpAddress }> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { socket, address: socket.address() };
}

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

test.for(["127.0.0.1", "::1"])(
  "mediasoup answers a check at %s, any number of them, and only by its own password",
  {
    timeout: 60_000,
  },
  async (listenIp) => {
    const pool = await WorkerPool.create({ ...mediaSettings(), listenIp }, createLog("error"));
    opened.push(() => pool.close());
    const { probe } = pool;
    if (probe === undefined) throw new Error("the worker has no probe");
    const [candidate] = probe.iceCandidates.filter(({ protocol }) => protocol === "udp");
    if (candidate === undefined) throw new Error("the worker has no UDP candidate");
    for (let times = 1; times <= 20; times += 1)
      expect(await checks.check(candidate, probe.iceParameters, LONG_MS)).toBeGreaterThan(0);
    const wrong = { ...probe.iceParameters, password: "guessed" };
    for (const credentials of [wrong, NOBODY])
      await expect.poll(() => checks.check(candidate, credentials, SHORT_MS), PATIENT).toBe("unanswered");
    expect(await checks.check(candidate, probe.iceParameters, LONG_MS)).toBeGreaterThan(0);
  },
);

test("where nobody answers the check is sent a few times, each a transaction of its own", {
  timeout: 60_000,
}, async () => {
  const { socket, address } = await listener();
  const transactions: string[] = [];
  socket.on("message", (datagram) => transactions.push(datagram.toString("hex", 8, 20)));
  opened.push(() => socket.close());
  await expect.poll(() => checks.check(address, NOBODY, SHORT_MS), PATIENT).toBe("unanswered");
  await expect.poll(() => transactions.length % 4, PATIENT).toBe(0);
  expect(new Set(transactions).size).toBe(transactions.length);
});

test("an answer that is not signed is none", { timeout: 60_000 }, async () => {
  const { socket, address } = await listener();
  opened.push(() => socket.close());
  socket.on("message", (datagram, { port }) => {
    const answer = Buffer.from(datagram.subarray(0, 20));
    answer.writeUInt16BE(0x0101);
    answer.writeUInt16BE(0, 2);
    socket.send(answer, port, "127.0.0.1");
  });
  await expect.poll(() => checks.check(address, NOBODY, SHORT_MS), PATIENT).toBe("unanswered");
});

test.for([
  ["to an address that no datagram goes to", { address: "::ffff:0:0", port: 9 }],
  ["that was closed", null],
] as const)("nothing is said of a way %s", async ([, address]) => {
  if (address === null) checks.close();
  expect(await checks.check(address ?? { address: "127.0.0.1", port: 9 }, NOBODY, SHORT_MS)).toBe("untried");
});
