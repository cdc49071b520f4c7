import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CLOSE_CODES } from "../protocol/errors.ts";
import { createLog } from "./log.ts";
import { MediaNode } from "./node.ts";
import { FakeEdge } from "./testing/fake-edge.ts";
import { attach, testConfig, testEnvironment } from "./testing/fixtures.ts";

let edge: FakeEdge;

beforeEach(async () => {
  edge = await FakeEdge.start();
});

afterEach(() => edge.close());

/** The process ids of mediasoup's workers under this process. */
async function workerPids(): Promise<number[]> {
  const children = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, "utf8");
  return children.split(" ").filter(Boolean).map(Number);
}

test("a worker that is killed costs its rooms their media, not the node", async () => {
  const before = await workerPids();
  const node = await MediaNode.create(testConfig(edge), createLog("error"));
  const control = await edge.register();
  const { roomId, room } = await edge.serve(control);
  room.send(attach("ann"));
  await room.next("attached");

  for (const pid of await workerPids()) if (!before.includes(pid)) process.kill(pid, "SIGKILL");
  expect(await room.next("leaving")).toMatchObject({ epoch: 1, reason: "worker-died" });
  await room.closed;

  control.send({ type: "serve", roomId, epoch: 2 });
  const next = await edge.link(roomId);
  expect(await next.next("holding")).toMatchObject({ epoch: 2, participantIds: [] });
  next.send(attach("ann", 2));
  await next.next("attached");
  const metrics = await (await fetch(`http://127.0.0.1:${node.httpPort}/metrics`)).text();
  expect(metrics).toContain("nearcast_worker_deaths_total 1");
  await node.close();
});

test("a worker that hangs is killed by its node, which beats meanwhile", { timeout: 90_000 }, async () => {
  const before = await workerPids();
  const node = await MediaNode.create(testConfig(edge, 2), createLog("error"));
  const control = await edge.register();
  const { roomId, room } = await edge.serve(control);
  room.send(attach("ann"));
  await room.next("attached");

  const started = (await workerPids()).filter((pid) => !before.includes(pid));
  for (const pid of started) process.kill(pid, "SIGSTOP");
  const full = (message: { type: string; load?: { cpu: number } }) =>
    message.type === "beat" && message.load?.cpu === 1;
  for (let beats = 1; beats <= 3; beats += 1) await control.received.take(full);
  const metrics = async () => (await fetch(`http://127.0.0.1:${node.httpPort}/metrics`)).text();
  expect(await metrics()).toContain("nearcast_worker_hangs_total 0");
  const leaving = await room.received.take(({ type }) => type === "leaving", 30_000);
  expect(leaving).toMatchObject({ epoch: 1, reason: "worker-died" });

  // A room that comes before both have ended may be put on the other one, and has to leave again.
  await expect.poll(metrics, { timeout: 20_000 }).toContain("nearcast_worker_deaths_total 2");
  expect(await metrics()).toContain("nearcast_worker_hangs_total 2");
  control.send({ type: "serve", roomId, epoch: 2 });
  const next = await edge.link(roomId);
  next.send(attach("ann", 2));
  await next.received.take(({ type }) => type === "attached", 30_000);
  await node.close();
});

test("a node that ends leaves no worker behind that hangs", { timeout: 60_000 }, async () => {
  const before = await workerPids();
  const node = await MediaNode.create(testConfig(edge, 2), createLog("error"));
  const [hung = 0, other = 0] = (await workerPids()).filter((pid) => !before.includes(pid));
  process.kill(hung, "SIGSTOP");
  await node.close();
  const left = await workerPids();
  expect([hung, other].filter((pid) => left.includes(pid))).toEqual([]);
});

test("a node says where pages measure their way to it, and says it anew when the worker there has died", async () => {
  const before = await workerPids();
  const node = await MediaNode.create(testConfig(edge), createLog("error"));
  const control = await edge.controls.take();
  const registered = async () => {
    const register = await control.next("register");
    control.send({ re: register.id ?? 0, ok: {} });
    return register.probe;
  };
  const first = await registered();
  expect(first?.iceCandidates.map(({ protocol }) => protocol)).toEqual(
    expect.arrayContaining(["udp", "tcp"]),
  );
  expect(first?.dtlsParameters.fingerprints.map(({ algorithm }) => algorithm)).toEqual(["sha-256"]);
  for (const pid of await workerPids()) if (!before.includes(pid)) process.kill(pid, "SIGKILL");
  let again = await registered();
  // Should it have beaten while there was no worker, it said that there is nowhere to measure.
  if (again === undefined) again = await registered();
  expect(again?.iceParameters.usernameFragment).not.toBe(first?.iceParameters.usernameFragment);
  await node.close();
});

test("a lost registry is dialed again, and health says so meanwhile", async () => {
  const node = await MediaNode.create(testConfig(edge), createLog("error"));
  expect(node.health).toBe("starting");
  const control = await edge.register();
  await control.next("beat");
  const health = () => fetch(`http://127.0.0.1:${node.httpPort}/healthz`);
  expect(await (await health()).json()).toEqual({ status: "ok" });
  control.close();
  await expect.poll(() => node.health).toBe("disconnected");
  const unwell = await health();
  expect([unwell.status, unwell.headers.get("retry-after")]).toEqual([503, "2"]);
  await (await edge.register()).next("beat");
  await expect.poll(() => node.health).toBe("ok");
  await node.close();
});

test("a node that drains says so, and to nobody that it will be back", async () => {
  const node = await MediaNode.create(testConfig(edge), createLog("error"));
  const { room } = await edge.serve(await edge.register());
  const drained = node.drain(60_000, "the test wants it");
  await room.next("draining");
  const response = await fetch(`http://127.0.0.1:${node.httpPort}/healthz`);
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, null]);
  expect(await response.json()).toEqual({ status: "draining" });
  room.send({ type: "close-room", epoch: 1 });
  await drained;
});

/** The program as an operator runs it. */
function startProgram(environment: Record<string, string>) {
  const child = spawn(process.execPath, [`${import.meta.dirname}/main.ts`], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  return { child, exit: once(child, "exit"), output: () => output };
}

test("SIGTERM drains: no new rooms, the old one is to move away and may stay until it has", async () => {
  const { child, exit } = startProgram({ ...testEnvironment(edge), DRAIN_LIMIT_SECONDS: "60" });
  const control = await edge.register();
  const { room } = await edge.serve(control);
  child.kill("SIGTERM");
  const draining = await control.received.take((message) => message.type === "beat" && message.draining);
  expect(draining).toMatchObject({ load: { rooms: 1 } });
  await room.next("draining");

  const refused = randomUUID();
  control.send({ type: "serve", roomId: refused, epoch: 1 });
  const told = (await edge.link(refused)).received;
  expect(await told.take()).toMatchObject({ type: "holding", participantIds: [] });
  expect(await told.take()).toMatchObject({ type: "leaving", reason: "draining" });

  // mediasoup's workers are still there.
  room.send(attach("ann"));
  await room.next("attached");
  room.send({ type: "close-room", epoch: 1 });
  expect(await exit).toEqual([0, null]);
});

test("rooms are asked to move one after the other, and on each new link again", async () => {
  const { child, exit } = startProgram({ ...testEnvironment(edge), DRAIN_LIMIT_SECONDS: "60" });
  const control = await edge.register();
  const first = await edge.serve(control);
  const second = await edge.serve(control);
  child.kill("SIGTERM");
  await first.room.next("draining");
  expect(second.room.received.rest.some(({ type }) => type === "draining")).toBe(false);
  first.room.send({ type: "close-room", epoch: 1 });
  await second.room.next("draining");
  second.room.close();
  const again = await edge.link(second.roomId);
  await again.next("holding");
  await again.next("draining");
  again.send({ type: "close-room", epoch: 1 });
  expect(await exit).toEqual([0, null]);
});

test("an operator's order drains as SIGTERM does, and says which rooms are there", async () => {
  const { exit, output } = startProgram({ ...testEnvironment(edge), DRAIN_LIMIT_SECONDS: "60" });
  const control = await edge.register();
  const { roomId, room } = await edge.serve(control);
  room.send(attach("ann"));
  await room.next("attached");
  control.send({ type: "list-rooms", request: 4 });
  expect(await control.next("serving")).toEqual({
    type: "serving",
    request: 4,
    rooms: [{ roomId, people: 1 }],
  });
  control.send({ type: "drain" });
  const draining = await control.received.take((message) => message.type === "beat" && message.draining);
  expect(draining).toMatchObject({ load: { rooms: 1, people: 1 } });
  room.send({ type: "close-room", epoch: 1 });
  expect(await exit).toEqual([0, null]);
  expect(output()).toContain('"reason":"drain"');
});

test.for([
  ["at once", false],
  ["also while it drains", true],
] as const)("a node that an operator removes ends %s, and tells its rooms", async ([, drainsBefore]) => {
  const { exit } = startProgram({ ...testEnvironment(edge), DRAIN_LIMIT_SECONDS: "60" });
  const control = await edge.register();
  const { room } = await edge.serve(control);
  if (drainsBefore) {
    control.send({ type: "drain" });
    await control.received.take((message) => message.type === "beat" && message.draining);
  }
  control.close(CLOSE_CODES.removed);
  expect(await room.next("leaving")).toMatchObject({ reason: "draining" });
  expect(await exit).toEqual([0, null]);
  expect(edge.controls.rest).toEqual([]);
});

test("at the limit the remaining rooms are told", async () => {
  const { child, exit } = startProgram(testEnvironment(edge));
  const control = await edge.register();
  const { room } = await edge.serve(control);
  const startedAt = performance.now();
  child.kill("SIGINT");
  expect(await room.next("leaving")).toMatchObject({ reason: "draining" });
  expect(await exit).toEqual([0, null]);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test("a second signal ends the program at once", async () => {
  const { child, exit } = startProgram({ ...testEnvironment(edge), DRAIN_LIMIT_SECONDS: "60" });
  await edge.serve(await edge.register());
  child.kill("SIGTERM");
  await delay(100);
  child.kill("SIGTERM");
  expect(await exit).toEqual([1, null]);
});

test("a wrong configuration ends the program with one line that says all of it", async () => {
  const { exit, output } = startProgram({ ...testEnvironment(edge), EDGE_URL: "", WORKERS: "0" });
  expect(await exit).toEqual([1, null]);
  expect(JSON.parse(output()).problems).toEqual(["EDGE_URL is missing.", "WORKERS is below 1."]);
});
