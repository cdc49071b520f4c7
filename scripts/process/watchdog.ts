import { type ChildProcess, spawn } from "node:child_process";

/**
 * Reads process groups from standard input (`+ 12`, `- 12`) and ends those that are left when the input
 * closes, which the system does for us however this process dies.
 */
const SCRIPT = `
groups=
while read -r change group; do
  kept=
  for known in $groups; do [ "$known" = "$group" ] || kept="$kept $known"; done
  [ "$change" = + ] && kept="$kept $group"
  groups=$kept
done
[ -z "$groups" ] && exit
for group in $groups; do kill -s TERM -- "-$group"; done
sleep 5
for group in $groups; do kill -s KILL -- "-$group"; done
`;

let watchdog: ChildProcess | undefined;

/** Has the process group ended when this process is gone, even if that is killed hard. */
export function watchGroup(leader: number): void {
  watchdog ??= start();
  watchdog.stdin?.write(`+ ${leader}\n`);
}

/** Takes back `watchGroup`, once the group has ended. */
export function unwatchGroup(leader: number): void {
  watchdog?.stdin?.write(`- ${leader}\n`);
}

function start(): ChildProcess {
  // A group of its own, so that neither Ctrl-C nor the killing of ours ends it.
  const child = spawn("/bin/sh", ["-c", SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  child.unref();
  child.stdin.on("error", () => {});
  // The pipe would otherwise keep this process alive.
  if ("unref" in child.stdin && typeof child.stdin.unref === "function") child.stdin.unref();
  return child;
}
