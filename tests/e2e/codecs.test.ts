import { expect, test } from "vitest";
import { VIDEO_CODECS, type VideoCodec } from "../../protocol/video-codecs.ts";
import { joinRoom, type Person, shareScreen } from "./harness/browser.ts";
import { countBlanks, keepConnections, offerOnly, receivedStreams, sentVideo } from "./harness/codecs.ts";
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

test("the room moves for somebody who decodes less, and moves back; the picture never goes", {
  timeout: 180_000,
}, async () => {
  const ada = await arriveWith("Ada", "moving", VIDEO_CODECS);
  const ben = await scene.arrive("Ben", "moving");
  const mark = await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p");
  await expectLivePicture(mark, ben.page);
  const codecs = async () => (await sentVideo(ada.page)).map(({ codec }) => codec);
  expect(await codecs()).toEqual(["av1"]);

  const blanks = await countBlanks(ben.page);
  const cleo = await arriveWith("Cleo", "moving", ["vp8"]);
  await expectLivePicture(mark, cleo.page);
  expect(await codecs()).toEqual(["vp8"]);
  await expectLivePicture(mark, ben.page);
  await cleo.page.getByRole("button", { name: "Leave", exact: true }).click();
  await expect.poll(codecs, { timeout: 40_000 }).toEqual(["av1"]);
  await expectLivePicture(mark, ben.page);
  expect(await blanks()).toBe(0);
  expect([...ada.complaints, ...ben.complaints, ...cleo.complaints]).toEqual([]);
});

test("who decodes nothing that is sent is told so, and the others see it", { timeout: 120_000 }, async () => {
  const ada = await arriveWith("Ada", "no-codec", ["av1"]);
  const ben = await scene.arrive("Ben", "no-codec");
  const cleo = await arriveWith("Cleo", "no-codec", ["vp8"]);
  const mark = await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p");
  await expectLivePicture(mark, ben.page);
  await cleo.page.getByText("Your browser cannot show this").waitFor();
  expect(await ben.page.getByText("Your browser cannot show this").count()).toBe(0);
});

test("a person's voice and face play in step, and a screen with neither", { timeout: 120_000 }, async () => {
  const ada = await scene.open("Ada");
  await joinRoom(ada, scene.room("in-step"));
  const ben = await arriveWith("Ben", "in-step", VIDEO_CODECS);
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await ada.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p");
  await expect.poll(async () => (await receivedStreams(ben.page)).length, { timeout: 30_000 }).toBe(3);
  const received = await receivedStreams(ben.page);
  const [voice] = received.filter(({ kind }) => kind === "audio");
  const pictures = received.filter(({ kind }) => kind === "video");
  expect(pictures.filter(({ stream }) => stream === voice?.stream)).toHaveLength(1);
  expect(new Set(pictures.map(({ stream }) => stream)).size).toBe(2);
});
