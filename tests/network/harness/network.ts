import { execFile } from "node:child_process";
import { access, chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startTool, type Tool, type Weather, Wire } from "./wire.ts";

const execute = promisify(execFile);
const ip = (...args: readonly string[]) => execute("ip", args);

/** A machine in the network: a network namespace with one address, behind a wire of its own. */
export interface Host {
  readonly address: string;
  /** Starts its arguments as a program on this machine. */
  readonly prefix: readonly string[];
  /** A program that does the same with Chromium, for who takes a path only. */
  chromium(path: string): Promise<string>;
  /** From now on its firewall lets nothing through but TCP, to this port where one is given, and drops the rest without a word. */
  allowOnlyTcp(port?: number): Promise<void>;
  /** Its firewall lets nothing through at all, and says so to nobody. */
  allowNothing(): Promise<void>;
  /** Its firewall drops the UDP that comes from this address, and lets through all else. */
  dropUdpFrom(address: string): Promise<void>;
  /** Its firewall lets everything through again. */
  allowAll(): Promise<void>;
  /** It is in another network from now on: its address is gone, and it has a new one. */
  changeAddress(): Promise<void>;
  /** Changes what its wire does to packets, in both directions. */
  setWeather(weather: Weather): Promise<void>;
}

/** Machines that reach each other, and nobody else. */
export interface Network<Name extends string> {
  readonly hosts: Readonly<Record<Name, Host>>;
  /** Changes what the long line of a region does to packets, in both directions. */
  setRegionWeather(region: string, weather: Weather): Promise<void>;
  close(): Promise<void>;
}

/** The machines of each region, which are on a switch of their own; a long line goes from there to all the others. */
export type Regions<Name extends string> = Readonly<Record<string, readonly Name[]>>;

/**
 * Makes a network of namespaces. The kernel's own emulator (netem) is not everywhere, so packets pass wires of VDE
 * (https://github.com/virtualsquare/vde-2), which are ordinary programs and carry some 40 Mbit/s. Needs root.
 */
export async function openNetwork<Name extends string>(
  names: readonly Name[],
  regions: Regions<NoInfer<Name>> = {},
): Promise<Network<Name>> {
  const directory = await mkdtemp(join(tmpdir(), "nearcast-network-"));
  const closers: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer().catch(() => undefined);
  };
  try {
    await removeLeftovers();
    const core = join(directory, "core");
    await openSwitch(core, [], closers);
    const lines = new Map<string, Wire>();
    const nearest = new Map<Name, string>();
    for (const [region, members] of Object.entries(regions)) {
      const socket = join(directory, `region-${region}`);
      await openSwitch(socket, [], closers);
      const line = new Wire(socket, core);
      closers.push(() => line.stop());
      lines.set(region, line);
      for (const name of members) nearest.set(name, socket);
    }
    const hosts: Partial<Record<Name, Host>> = {};
    for (const [index, name] of names.entries()) {
      hosts[name] = await openHost({ name, index, directory, core: nearest.get(name) ?? core }, closers);
    }
    return {
      hosts: hosts as Record<Name, Host>,
      setRegionWeather: async (region, weather) => lines.get(region)?.setWeather(weather),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface HostPlace {
  name: string;
  index: number;
  directory: string;
  /** The switch that it is behind. */
  core: string;
}

async function openHost(
  { name, index, directory, core }: HostPlace,
  closers: (() => Promise<unknown>)[],
): Promise<Host> {
  const namespace = `nearcast-${process.pid}-${name}`;
  const tap = `nc${process.pid % 100_000}t${index}`;
  const address = `10.77.0.${index + 1}`;
  const socket = join(directory, name);
  await openSwitch(socket, ["-tap", tap], closers);
  await ip("netns", "add", namespace);
  closers.push(() => ip("netns", "delete", namespace));
  await ip("link", "set", tap, "netns", namespace);
  await ip("-n", namespace, "link", "set", "lo", "up");
  await ip("-n", namespace, "address", "add", `${address}/24`, "dev", tap);
  await ip("-n", namespace, "link", "set", tap, "up");
  const wire = new Wire(socket, core);
  closers.push(() => wire.stop());
  const prefix = ["ip", "netns", "exec", namespace];
  const inside = (...command: readonly string[]) => ip("netns", "exec", namespace, ...command);
  const useFirewall = async (rules: string) => {
    const file = join(directory, `firewall-${name}`);
    await writeFile(file, rules);
    await inside("nft", "-f", file);
  };
  return {
    address,
    prefix,
    chromium: async (path) => {
      const script = join(directory, `chromium-${name}`);
      await writeFile(script, `#!/bin/sh\nexec ${prefix.join(" ")} ${path} "$@"\n`);
      await chmod(script, 0o755);
      return script;
    },
    allowOnlyTcp: (port) =>
      useFirewall(
        port === undefined
          ? firewallRules("meta l4proto tcp accept")
          : firewallRules(`tcp dport ${port} accept`, `tcp sport ${port} accept`),
      ),
    allowNothing: () => useFirewall(firewallRules()),
    dropUdpFrom: (from) => useFirewall(dropRules(from)),
    allowAll: () => useFirewall("flush ruleset\n"),
    changeAddress: async () => {
      await ip("-n", namespace, "address", "delete", `${address}/24`, "dev", tap);
      await ip("-n", namespace, "address", "add", `10.77.0.${index + 101}/24`, "dev", tap);
    },
    setWeather: (weather) => wire.setWeather(weather),
  };
}

/** For nftables (https://wiki.nftables.org). Nothing is let out and in but by these rules, or by one both ways. */
function firewallRules(to = "", from = to): string {
  return `
flush ruleset
table inet firewall {
  chain out {
    type filter hook output priority 0; policy drop;
    oifname "lo" accept
    ${to}
  }
  chain in {
    type filter hook input priority 0; policy drop;
    iifname "lo" accept
    ${from}
  }
}
`;
}

function dropRules(address: string): string {
  return `
flush ruleset
table inet firewall {
  chain in {
    type filter hook input priority 0; policy accept;
    ip saddr ${address} meta l4proto udp drop
  }
}
`;
}

/** Starts a switch and waits until its socket is there. */
async function openSwitch(
  socket: string,
  args: readonly string[],
  closers: (() => Promise<unknown>)[],
): Promise<void> {
  const tool: Tool = startTool("vde_switch", ["-s", socket, ...args]);
  closers.push(() => tool.stop());
  tool.process.stdout?.resume();
  await waitFor(join(socket, "ctl"));
}

async function waitFor(path: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`vde_switch did not make ${path}`);
}

/** Removes the namespaces of runs that were killed. */
async function removeLeftovers(): Promise<void> {
  const { stdout } = await ip("netns", "list");
  for (const [namespace, pid] of stdout.matchAll(/^nearcast-(\d+)-\S+/gm)) {
    if (!isRunning(Number(pid))) await ip("netns", "delete", namespace).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
