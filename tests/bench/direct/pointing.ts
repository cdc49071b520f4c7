import { shareScreen } from "../../e2e/harness/browser.ts";
import { openMark } from "../../e2e/harness/mark.ts";
import { hold, pointAt, pointerLatencies, REMOTE_POINTER } from "../../e2e/harness/pointing.ts";
import type { Figure } from "../report/figure.ts";
import { untilShown, withPair } from "../share/share.ts";
import { CHANNEL_POINTER, closePointerChannel, openPointerChannel } from "./pointer-channel.ts";

const ROUNDS = 4;

/** How soon the sharer sees where a viewer points: by the room, and by a data channel between the same two pages, in turns. */
export async function measurePointing(origin: string, report: (detail: string) => void): Promise<Figure[]> {
  return withPair(`${origin}/r/pointing`, async (sharer, viewer) => {
    await openMark(sharer.context, { width: 1280, height: 720 });
    await shareScreen(sharer.page, "1080p");
    await untilShown(viewer.page, "direct");
    await sharer.page.bringToFront();
    await sharer.page.getByRole("button", { name: "Bring your screen to the front" }).press("Enter");
    const byRoom: number[] = [];
    const byChannel: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      report(`pointing, ${round} of ${ROUNDS}`);
      await hold(viewer.page, "Point");
      const { x, y } = await pointAt(viewer.page, [0.5, 0.5]);
      await viewer.page.mouse.move(x, y);
      await sharer.page.locator(REMOTE_POINTER).waitFor();
      byRoom.push(...(await pointerLatencies(viewer.page, sharer.page)));
      await viewer.page.keyboard.press("Escape");
      await sharer.page.locator(REMOTE_POINTER).waitFor({ state: "detached" });
      await openPointerChannel(viewer.page, sharer.page);
      byChannel.push(...(await pointerLatencies(viewer.page, sharer.page, CHANNEL_POINTER)));
      await closePointerChannel(viewer.page, sharer.page);
    }
    return [
      {
        name: "Mouse moved, to the pointer's place on another's page, by the room",
        unit: "ms",
        better: "lower",
        nearcast: byRoom,
        against: { kind: "peer", what: "a data channel between the two pages", samples: byChannel },
        hasTail: true,
      },
    ];
  });
}
