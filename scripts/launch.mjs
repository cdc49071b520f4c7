// Every npm script starts here: `node scripts/launch.mjs <command> [arguments]`.
//
// This is plain JavaScript without dependencies because it runs before anything is installed, under
// whatever Node the machine has (18 or newer). It installs the packages when the lock file is new, then runs
// scripts/<command>.ts under the Node that came with them.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const binaries = join(root, "node_modules", ".bin");
const installStamp = join(root, "node_modules", ".nearcast-installed");
const NODE_MAJOR = 24;

/** @type {import("node:child_process").ChildProcess | undefined} */
let running;
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => (running ? running.kill(signal) : process.exit(128 + constants.signals[signal])));
}

if (process.env.npm_lifecycle_event) stopWithoutNpm();

const [command, ...args] = process.argv.slice(2);
const commands = readdirSync(here)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -".ts".length));
if (command === undefined || !commands.includes(command))
  fail(`Usage: node scripts/launch.mjs <${commands.join("|")}>`);
await install();
process.exit(
  await run(nodeBinary(), [join(here, `${command}.ts`), ...args], { stdio: "inherit", env: environment() }),
);

/** An npm that was killed hard passes no signal on, but its child is handed to another parent. */
function stopWithoutNpm() {
  const npm = process.ppid;
  const checking = setInterval(() => {
    if (process.ppid !== npm) process.kill(process.pid, "SIGTERM");
  }, 1000);
  checking.unref();
}

/** Runs `npm ci` unless the packages of this lock file are already there for this platform. */
async function install() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const wanted = `${process.platform}-${process.arch} ${lock}`;
  if (existsSync(installStamp) && readFileSync(installStamp, "utf8") === wanted) return;

  const title = "Installing packages";
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  say(`${title}…`);
  const ticking = setInterval(() => say(`${title}… ${seconds()}`), 15_000);
  let output = "";
  // npm tells its scripts which npm runs them; using the same one keeps to the user's choice.
  const npm = process.env.npm_execpath?.endsWith(".js")
    ? [process.execPath, process.env.npm_execpath]
    : ["npm"];
  const flags = ["ci", "--no-audit", "--no-fund", "--include=dev", "--include=optional"];
  const code = await run(npm[0], [...npm.slice(1), ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    // mediasoup's install script would download or compile its worker; our own step does that, with a cache.
    env: { ...process.env, MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN ?? "set-up-later" },
    onOutput: (text) => {
      output += text;
    },
  });
  clearInterval(ticking);
  if (code !== 0) {
    process.stderr.write(output);
    fail("`npm ci` failed; its output is above.", code);
  }
  writeFileSync(installStamp, wanted);
  say(`✔ ${title} (${seconds()})`);
}

/** The Node of the installed packages, else the current one if it is new enough. */
function nodeBinary() {
  const bundled = join(binaries, "node");
  if (existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split(".")[0]) >= NODE_MAJOR) return process.execPath;
  return fail(
    `Nearcast needs Node ${NODE_MAJOR} and found ${process.versions.node}: install it from https://nodejs.org and run the command again.`,
  );
}

/** The tools of node_modules come first, so that every descendant finds the same Node. */
function environment() {
  return { ...process.env, PATH: `${binaries}:${process.env.PATH}` };
}

/**
 * Runs a program to its end while signals are passed on to it.
 *
 * @param {string} program
 * @param {string[]} parameters
 * @param {import("node:child_process").SpawnOptions & { onOutput?: (text: string) => void }} options
 * @returns {Promise<number>} the exit code; 128 + n after signal n, as a shell says it
 */
function run(program, parameters, { onOutput, ...options }) {
  return new Promise((resolve) => {
    running = spawn(program, parameters, { cwd: root, ...options });
    running.stdout?.on("data", onOutput ?? (() => {}));
    running.stderr?.on("data", onOutput ?? (() => {}));
    running.on("error", (error) => fail(`${program} could not be started: ${error.message}`));
    running.on("close", (code, signal) => {
      running = undefined;
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1));
    });
  });
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * @param {string} message
 * @param {number} [code]
 * @returns {never}
 */
function fail(message, code = 1) {
  process.stderr.write(`✖ ${message}\n`);
  process.exit(code);
}
