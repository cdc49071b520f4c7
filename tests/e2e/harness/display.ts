import type { Browser } from "playwright-core";
import { startChild } from "../../../scripts/process/child.ts";
import { launchOnDisplay } from "./browser.ts";
import { openMark } from "./mark.ts";

/** A virtual screen. */
export interface Display {
  /** For example `:1`. */
  readonly name: string;
  /** Covers it, and all windows that are there, with the mark. */
  showMark(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a virtual screen of this size, in pixels. */
export async function startDisplay(size: { width: number; height: number }): Promise<Display> {
  const named = Promise.withResolvers<string>();
  const server = await startChild({
    name: "Xvfb",
    command: "Xvfb",
    // It takes the first number that is free, and writes it down.
    args: ["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", `${size.width}x${size.height}x24`],
    output: (line, from) => from === "stdout" && named.resolve(`:${line.trim()}`),
  });
  void server.exited.then(() =>
    named.reject(new Error(["Xvfb has ended.", ...server.lastLines()].join("\n"))),
  );
  const name = await named.promise;
  let cover: Browser | undefined;
  return {
    name,
    showMark: async () => {
      await cover?.close();
      cover = await launchOnDisplay(name);
      await openMark(await cover.newContext({ viewport: size }), size);
    },
    close: async () => {
      await cover?.close();
      await server.stop();
    },
  };
}
