import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DemandFollower } from "./demand-follower.ts";

type Encodings = RTCRtpEncodingParameters[];

const NOBODY = { width: 0, height: 0 };
const LARGE = { width: 1280, height: 720 };

/** A sender as far as it is used here: each reading is good for one setting. */
class FakeSender {
  degradationPreference: RTCDegradationPreference | undefined;
  encodings: Encodings = [4, 2, 1].map((scaleResolutionDownBy) => ({ active: true, scaleResolutionDownBy }));
  size = LARGE;
  readonly set: boolean[][] = [];
  /** So many settings are refused. */
  refusals = 0;
  readonly track = { getSettings: () => this.size };

  getParameters() {
    return { encodings: this.encodings.map((encoding) => ({ ...encoding })) };
  }

  async setParameters({ encodings, degradationPreference }: RTCRtpSendParameters): Promise<void> {
    if (this.refusals > 0) {
      this.refusals -= 1;
      throw new DOMException("refused", "InvalidStateError");
    }
    this.encodings = encodings;
    this.degradationPreference = degradationPreference;
    this.set.push(encodings.map(({ active }) => active === true));
  }
}

let sender: FakeSender;
let follower: DemandFollower;

beforeEach(() => {
  vi.useFakeTimers();
  sender = new FakeSender();
  follower = new DemandFollower(sender as unknown as RTCRtpSender, { degradation: "maintain-framerate" });
});

afterEach(() => {
  follower.close();
  vi.useRealTimers();
});

test("less waits for calm, more does not", async () => {
  follower.follow(NOBODY);
  await vi.advanceTimersByTimeAsync(900);
  expect(sender.set).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(sender.set).toEqual([[false, false, false]]);
  follower.follow({ width: 640, height: 360 });
  await vi.advanceTimersByTimeAsync(0);
  expect(sender.set.at(-1)).toEqual([true, true, false]);
});

test("who only looked away costs nothing", async () => {
  follower.follow(NOBODY);
  await vi.advanceTimersByTimeAsync(500);
  follower.follow(LARGE);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sender.set).toEqual([]);
});

test("what is not sent keeps its pixels, and gives them up as before once it is sent again", async () => {
  follower.follow(NOBODY);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(sender.degradationPreference).toBe("maintain-resolution");
  follower.follow(LARGE);
  await vi.advanceTimersByTimeAsync(0);
  expect(sender.degradationPreference).toBe("maintain-framerate");
});

test("a setting that came between another's reading and setting is tried again", async () => {
  sender.refusals = 1;
  follower.follow(NOBODY);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(sender.set).toEqual([[false, false, false]]);
});

test("where the browser does not take it, everything is sent, or nothing", async () => {
  sender.refusals = 2;
  follower.follow({ width: 200, height: 100 });
  await vi.advanceTimersByTimeAsync(1_100);
  expect(sender.set).toEqual([[true, true, true]]);
});

test("nothing is set once it is closed", async () => {
  follower.follow(NOBODY);
  follower.close();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sender.set).toEqual([]);
});

test("other limits are set at once, and go with what is wanted from then on", async () => {
  follower.limit([100, 200, 400]);
  follower.follow({ width: 640, height: 360 });
  await vi.advanceTimersByTimeAsync(1_100);
  const limits = () => sender.encodings.map(({ active, maxBitrate }) => active && maxBitrate);
  expect(limits()).toEqual([100, 200, false]);
  follower.limit([50, 100, 200]);
  await vi.advanceTimersByTimeAsync(0);
  expect(limits()).toEqual([50, 100, false]);
});

test("the one picture of a source that has become smaller is sent in full where it would be too small", async () => {
  sender.encodings = [{ active: true, maxBitrate: 800 }];
  sender.size = { width: 2560, height: 1440 };
  const one = new DemandFollower(sender as unknown as RTCRtpSender, {
    degradation: "maintain-framerate",
    mayShrink: true,
  });
  one.follow(LARGE);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(sender.encodings).toMatchObject([{ scaleResolutionDownBy: 2 }]);
  sender.size = LARGE;
  one.limit([400]);
  await vi.advanceTimersByTimeAsync(0);
  expect(sender.encodings).toMatchObject([{ scaleResolutionDownBy: 1, maxBitrate: 400 }]);
  one.close();
});
