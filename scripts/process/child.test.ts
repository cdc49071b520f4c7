import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { runChild, startChild } from "./child.ts";

/** A program with a child of its own, whose process id it prints. */
const FAMILY = "trap '' TERM; sleep 100 & echo $!; wait; wait";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function waitUntilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(50);
}

test("a program that ends takes along what it started", async () => {
  const child = await startChild({ name: "A program", command: "sh", args: ["-c", "sleep 100 & echo $!"] });
  const exit = await child.exited;
  expect(exit).toEqual({ code: 0, signal: null, requested: false });
  await waitUntilGone(Number(child.lastLines()[0]));
});

test("a program that does not listen is ended all the same", { timeout: 15_000 }, async () => {
  const child = await startChild({ name: "A program", command: "sh", args: ["-c", FAMILY] });
  while (child.lastLines().length === 0) await delay(20);
  await child.stop();
  expect(await child.exited).toMatchObject({ signal: "SIGKILL", requested: true });
  await waitUntilGone(Number(child.lastLines()[0]));
});

test("nothing outlives a parent that is killed hard", { timeout: 20_000 }, async () => {
  const source = `
    import { startChild } from ${JSON.stringify(join(import.meta.dirname, "child.ts"))};
    const child = await startChild({ name: "x", command: "sleep", args: ["100"] });
    console.log(child.pid);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(parent.stdout), "line");
  parent.kill("SIGKILL");
  await waitUntilGone(Number(line));
});

test("a failure says the program's last words", async () => {
  const run = runChild({ name: "The program", command: "sh", args: ["-c", "echo why >&2; exit 3"] });
  await expect(run).rejects.toMatchObject({
    message: "The program ended with exit code 3",
    details: ["why"],
  });
});

test("a program that is not there is told by its name", async () => {
  const start = startChild({ name: "The program", command: "/nowhere", args: [] });
  await expect(start).rejects.toThrow("The program could not be started");
});
