import { expect, test } from "vitest";
import { type Person, rejoin, shareScreen } from "./harness/browser.ts";
import { openMark, readMark } from "./harness/mark.ts";
import { keepOnNode } from "./harness/onlooker.ts";
import { setScene } from "./harness/scene.ts";

const scene = setScene();

declare global {
  /** Whether a message is lost; the first one that is says so, and others for three seconds. */
  var nearcastLoses: (type: string) => boolean;
  var nearcastLostSince: number | null;
}

/** Decides in somebody's page what is lost: the messages of a type, as when their connection is bad for three seconds. */
const lose = ({ context }: Person, lost: string) =>
  context.addInitScript((lost) => {
    globalThis.nearcastLostSince = null;
    globalThis.nearcastLoses = (type) => {
      if (type !== lost) return false;
      globalThis.nearcastLostSince ??= performance.now();
      return performance.now() < globalThis.nearcastLostSince + 3_000;
    };
  }, lost);

/** Messages that somebody's page sends to the room are lost. */
const loseSent = ({ context }: Person) =>
  context.addInitScript(() => {
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (this: WebSocket, data) {
      const items: { type?: string }[] | null = String(data).startsWith("[")
        ? JSON.parse(String(data))
        : null;
      const kept = items?.filter(({ type = "" }) => !globalThis.nearcastLoses(type));
      if (kept?.length === items?.length) return send.call(this, data);
      if (kept?.length) send.call(this, JSON.stringify(kept));
    };
  });

/** Messages that the room sends to somebody's page are lost. */
const loseReceived = ({ context }: Person) =>
  context.addInitScript(() => {
    const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage") ?? {};
    Object.defineProperty(WebSocket.prototype, "onmessage", {
      set(this: WebSocket, hear: ((event: MessageEvent) => void) | null) {
        set?.call(this, (event: MessageEvent) => {
          const text = String(event.data);
          const items: { type?: string }[] | null = text.startsWith("[") ? JSON.parse(text) : null;
          const kept = items?.filter(({ type = "" }) => !globalThis.nearcastLoses(type));
          if (kept?.length === items?.length) return hear?.(event);
          if (kept?.length) hear?.(new MessageEvent("message", { data: JSON.stringify(kept) }));
        });
      },
    });
  });

test.for([
  ["whose consumers are not heard of", "consumers", loseReceived],
  ["that is not started", "start-consumers", loseSent],
] as const)("a share %s comes all the same", { timeout: 90_000 }, async ([what, type, loseAll]) => {
  const slug = what.replaceAll(" ", "-");
  const ada = await scene.arrive("Ada", slug);
  const ben = await scene.open("Ben");
  await lose(ben, type);
  await loseAll(ben);
  await ben.page.goto(scene.room(slug));
  await rejoin(ben);
  // With two in the room it would come directly before long.
  await keepOnNode(scene.stack.url, slug);
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p");
  await expect.poll(async () => (await readMark(ben.page)).count, { timeout: 30_000 }).not.toBeNull();
  expect(await ben.page.evaluate(() => globalThis.nearcastLostSince)).not.toBeNull();
});
