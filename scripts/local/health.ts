import { get as getHttp } from "node:http";
import { get as getHttps } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../cli/user-error.ts";
import { type Child, describeExit } from "../process/child.ts";

const INTERVAL_MS = 50;
const TIMEOUT_MS = 60_000;
const REQUEST_TIMEOUT_MS = 2000;

/**
 * Waits until a program answers 200 at a URL.
 *
 * @param ca a PEM certificate to trust, for https
 * @throws {UserError} when the program ends before that, or has not answered after a minute
 */
export async function waitUntilHealthy(child: Child, url: string, ca?: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  const ended = child.exited.then((exit) => {
    throw new UserError(`${describeExit(child.name, exit)} while starting`, child.lastLines());
  });
  let status: number | undefined;
  while (Date.now() < deadline) {
    status = await Promise.race([statusOf(url, ca), ended]);
    if (status === 200) return;
    await Promise.race([delay(INTERVAL_MS), ended]);
  }
  const answer = status === undefined ? "no answer" : `status ${status}`;
  throw new UserError(`${child.name} is not ready after 60 s (${answer} from ${url})`, child.lastLines());
}

function statusOf(url: string, ca: string | undefined): Promise<number | undefined> {
  return new Promise((resolve) => {
    const get = url.startsWith("https:") ? getHttps : getHttp;
    // No agent: a connection kept alive would hold up the end of the program.
    const request = get(url, { ca, agent: false, timeout: REQUEST_TIMEOUT_MS }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(undefined));
  });
}
