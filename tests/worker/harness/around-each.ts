import { reset } from "cloudflare:test";
import { afterEach, beforeEach, expect, onTestFailed, vi } from "vitest";
import { RegistryObject, RoomObject, UserObject } from "../../../worker/index.ts";
import { trustNodes } from "./dial.ts";
import { logged } from "./logged.ts";
import { MediaNode } from "./node.ts";
import { Page } from "./page.ts";
import { UserPage } from "./user-page.ts";

/** What the objects threw: whatever comes in, it should be nothing. */
const thrown: unknown[] = [];

type Handlers = Record<string, ((...args: unknown[]) => Promise<void>) | undefined>;

for (const { prototype } of [RoomObject, RegistryObject, UserObject]) {
  const handlers = prototype as unknown as Handlers;
  for (const name of ["webSocketMessage", "webSocketClose", "webSocketError", "alarm"]) {
    const handle = handlers[name];
    if (handle) {
      handlers[name] = async function (this: unknown, ...args: unknown[]) {
        try {
          await handle.apply(this, args);
        } catch (error) {
          thrown.push(error);
          throw error;
        }
      };
    }
  }
}

beforeEach(async () => {
  await trustNodes();
  logged.length = 0;
  vi.spyOn(console, "log").mockImplementation((line) => logged.push(JSON.parse(line)));
  // biome-ignore lint/suspicious/noConsole: a test that failed is easier to understand with the Worker's log
  onTestFailed(() => console.warn("The Worker's log:", logged));
});

afterEach(async () => {
  Page.closeAll();
  UserPage.closeAll();
  MediaNode.endAll();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await reset();
  vi.restoreAllMocks();
  expect(thrown.splice(0)).toEqual([]);
});
