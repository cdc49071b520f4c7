import { scriptUrl } from "./script-url.ts";

/** Starts a worker of the build. */
export function startWorker(url: string): Worker {
  return new Worker(scriptUrl(url), { type: "module" });
}
