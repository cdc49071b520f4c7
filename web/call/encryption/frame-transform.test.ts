import { expect, test } from "vitest";
import type { Bytes } from "./bytes.ts";
import { frameTransform } from "./frame-transform.ts";

interface Frame {
  readonly name: string;
  data: ArrayBuffer;
}

const frame = (name: string): Frame => ({ name, data: new ArrayBuffer(1) });
const OTHER: Bytes = new Uint8Array(8);

/** A frame whose bytes cannot be replaced. */
const stiff: Frame = {
  name: "stiff",
  get data() {
    return new ArrayBuffer(1);
  },
  set data(_) {
    throw new TypeError("no");
  },
};

/** What comes out for these frames, and how often it failed. */
async function pass(frames: readonly Frame[], change: (frame: Frame) => Promise<Bytes | null>) {
  let failures = 0;
  const transform = new TransformStream(frameTransform(change, () => failures++));
  const writer = transform.writable.getWriter();
  const written = frames.map((each) => writer.write(each)).concat(writer.close());
  const out: Frame[] = [];
  for await (const each of transform.readable) out.push(each);
  await Promise.all(written);
  return { names: out.map(({ name }) => name), bytes: out.map(({ data }) => data.byteLength), failures };
}

test("frames are changed, and what nothing is made of is dropped", async () => {
  const change = async ({ name }: Frame) => (name === "b" ? null : OTHER);
  expect(await pass(["a", "b", "c"].map(frame), change)).toEqual({
    names: ["a", "c"],
    bytes: [8, 8],
    failures: 0,
  });
});

test("whatever goes wrong with a frame is told, and the next one passes", async () => {
  const change = ({ name }: Frame) => {
    if (name === "throws") throw new Error("at once");
    return name === "rejects" ? Promise.reject(new Error("later")) : Promise.resolve(OTHER);
  };
  expect(await pass([frame("throws"), frame("rejects"), stiff, frame("last")], change)).toEqual({
    names: ["last"],
    bytes: [8],
    failures: 3,
  });
});

test("a frame that comes after the end of its stream is no failure", async () => {
  let failures = 0;
  const { transform } = frameTransform<Frame>(
    async () => OTHER,
    () => failures++,
  );
  const ended = {
    enqueue: () => {
      throw new TypeError("the stream has ended");
    },
  } as unknown as TransformStreamDefaultController<Frame>;
  await transform?.(frame("late"), ended);
  expect(failures).toBe(0);
});
