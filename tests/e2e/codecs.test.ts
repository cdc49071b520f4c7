import { expect, test } from "vitest";
import { VIDEO_CODECS, type VideoCodec } from "../../protocol/video-codecs.ts";
import { joinRoom, type Person, shareScreen } from "./harness/browser.ts";
import { keepConnections, offerOnly, sentVideo } from "./harness/codecs.ts";
import { currentMark, openMark, readMark } from "./harness/mark.ts";
import { setScene } from "./harness/scene.ts";

const scene = setScene();

/** Somebody whose browser has these video codecs alone, in a room. */
async function arriveWith(name: string, slug: string, codecs: readonly VideoCodec[]): Promise<Person> {
  const person = await scene.open(name);
  await keepConnections(person.context);
  await offerOnly(person.context, codecs);
  await joinRoom(person, scene.room(slug));
  return person;
}

/** The number that the viewer sees, once it is at most a second old. */
async function expectLivePicture(mark: Person["page"], viewer: Person["page"]): Promise<void> {
  await expect
    .poll(
      async () => {
        const [now, { count }] = [await currentMark(mark), await readMark(viewer)];
        return count === null ? Number.POSITIVE_INFINITY : Math.abs(now - count);
      },
      { timeout: 40_000, interval: 300 },
    )
    .toBeLessThan(30);
}

test.for(VIDEO_CODECS)(
  "%s flows through the node, and its frames are right",
  { timeout: 120_000 },
  async (codec) => {
    const ada = await arriveWith("Ada", `codec-${codec}`, [codec]);
    const ben = await scene.arrive("Ben", `codec-${codec}`);
    const mark = await openMark(ada.context, { width: 1280, height: 720 });
    await shareScreen(ada.page, "1080p");
    await expectLivePicture(mark, ben.page);
    const [sent] = await sentVideo(ada.page);
    expect(sent).toMatchObject({ codec });
    expect([...ada.complaints, ...ben.complaints]).toEqual([]);
  },
);
