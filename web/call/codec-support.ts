import type { VideoCodec } from "../../protocol/video-codecs.ts";
import type { Expectation } from "./codec-choice.ts";
import { type Offers, type Picture, scalabilityMode } from "./encodings.ts";

/** What this browser says of sending a picture of one size and rate. */
export interface CodecSupport {
  readonly expectations: Readonly<Partial<Record<VideoCodec, Expectation>>>;
  readonly offers: Offers;
}

const CONTENT_TYPE: Readonly<Record<VideoCodec, string>> = {
  av1: "video/AV1",
  vp9: "video/VP9",
  h264: "video/H264;level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
  vp8: "video/VP8",
};
/** In how many sizes a picture may go out within one stream. */
const SIZES: readonly number[] = [1, 2, 3];
/** A mode that nobody has: a browser that offers it does not know what it is asked. */
const NONSENSE = "L9T9";
/** Of no weight in the answer, but a question without it is refused. */
const BITRATE = 4_000_000;

const NOTHING_KNOWN: CodecSupport = { expectations: {}, offers: () => false };
const asked = new Map<string, Promise<CodecSupport>>();

/** Asks the browser once for each size and rate. Where it does not say, nothing is expected and no layers are offered. */
export function codecSupport(codecs: readonly VideoCodec[], picture: Picture): Promise<CodecSupport> {
  const { width, height, frameRate } = picture;
  const key = [...codecs, width, height, frameRate].join(" ");
  const known = asked.get(key);
  if (known !== undefined) return known;
  const answer = ask(codecs, picture).catch(() => NOTHING_KNOWN);
  asked.set(key, answer);
  return answer;
}

async function ask(codecs: readonly VideoCodec[], picture: Picture): Promise<CodecSupport> {
  const answers = await Promise.all(
    codecs.map(async (codec) => ({ codec, ...(await askOne(codec, picture)) })),
  );
  const offered = new Map(answers.map(({ codec, modes }) => [codec, modes]));
  return {
    expectations: Object.fromEntries(answers.map(({ codec, expectation }) => [codec, expectation])),
    offers: (codec, mode) => offered.get(codec)?.has(mode) ?? false,
  };
}

async function askOne(
  codec: VideoCodec,
  picture: Picture,
): Promise<{ expectation: Expectation; modes: ReadonlySet<string> }> {
  const possible = SIZES.map((sizes) => scalabilityMode(codec, sizes));
  const [plain, ...scalable] = await Promise.all(
    [undefined, NONSENSE, ...possible].map((mode) => encodingInfo(codec, picture, mode)),
  );
  const { smooth = true, powerEfficient = false } = plain ?? {};
  const [nonsense, ...known] = scalable.map((info) => info.supported);
  const modes = nonsense ? [] : possible.filter((_, index) => known[index]);
  return { expectation: { smooth, powerEfficient }, modes: new Set(modes) };
}

function encodingInfo(
  codec: VideoCodec,
  { width, height, frameRate: framerate }: Picture,
  scalabilityMode: string | undefined,
): Promise<MediaCapabilitiesEncodingInfo> {
  const video = { contentType: CONTENT_TYPE[codec], width, height, framerate, bitrate: BITRATE };
  return navigator.mediaCapabilities.encodingInfo({
    type: "webrtc",
    video: scalabilityMode === undefined ? video : { ...video, scalabilityMode },
  });
}
