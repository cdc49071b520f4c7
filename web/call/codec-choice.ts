import { VIDEO_CODECS, type VideoCodec } from "../../protocol/video-codecs.ts";
import type { Picture } from "./encodings.ts";

/** What the browser expects of encoding with one codec. */
export interface Expectation {
  readonly smooth: boolean;
  /** Most likely by hardware. */
  readonly powerEfficient: boolean;
}

/** Everything that decides with which codec a picture is sent. */
export interface CodecSituation {
  readonly picture: Picture;
  /** What this browser can send, and was not refused. */
  readonly sends: readonly VideoCodec[];
  /** What each of the others decodes. */
  readonly viewers: readonly (readonly VideoCodec[])[];
  /** Whether frames are encrypted before they are sent. */
  readonly encrypted: boolean;
  readonly expectations: Readonly<Partial<Record<VideoCodec, Expectation>>>;
  /** Codecs with which this browser sends the picture in one size alone, where it is to be had in several. */
  readonly oneSize: ReadonlySet<VideoCodec>;
  /** Codecs that have proved too slow here. */
  readonly unfit: ReadonlySet<VideoCodec>;
}

/** What the node can forward when it cannot read the frames: it needs the payload's header of these two, and no more. */
const ENCRYPTABLE: ReadonlySet<VideoCodec> = new Set(["vp9", "vp8"]);

/**
 * The order of preference without hardware. Measured with Chromium 156 on two cores, 2160p of small text: AV1 is sharp
 * (SSIM 0.998) after 0.85 MB, H.264 (0.995) after 1.0 MB, VP9 is not (0.976) after 2.2 MB; a frame of scrolling code takes
 * 17 kB of AV1, 47 kB of H.264, 52 kB of VP9 and 86 kB of VP8; and AV1 costs no more time than the others, because it
 * finds again what has only moved. Of films it is the other way round: libaom takes about twice libvpx's time for them,
 * and VP8 the least of all.
 */
const ORDER: Readonly<Record<Picture["content"], readonly VideoCodec[]>> = {
  text: ["av1", "h264", "vp9", "vp8"],
  motion: ["vp9", "vp8", "h264", "av1"],
};

/**
 * The codec to send a picture with: one that every viewer decodes where there is one, else the one that most of them do;
 * null where this browser can send none. Who decodes nothing that is sent here counts for nothing: no choice helps them.
 */
export function chooseCodec(situation: CodecSituation): VideoCodec | null {
  const { sends, viewers, encrypted } = situation;
  const possible = sends.filter((codec) => !encrypted || ENCRYPTABLE.has(codec));
  const reach = (codec: VideoCodec) => viewers.filter((decodes) => decodes.includes(codec)).length;
  const widest = Math.max(...possible.map(reach));
  const [best] = possible.filter((codec) => reach(codec) === widest).sort(byPreference(situation));
  return best ?? null;
}

/**
 * The better one first: one that is fast enough, then one in several sizes, as a picture in one is as large for who shows it small;
 * then for moving pictures one that hardware encodes, then by ORDER.
 */
function byPreference({ picture, expectations, oneSize, unfit }: CodecSituation) {
  const rank = (codec: VideoCodec): number[] => {
    const { smooth = true, powerEfficient = false } = expectations[codec] ?? {};
    const byHardware = powerEfficient && picture.content === "motion";
    // Hardware takes them in the order of what they give for their bits.
    const order = byHardware ? VIDEO_CODECS : ORDER[picture.content];
    const faults = [unfit.has(codec), !smooth, oneSize.has(codec), !byHardware];
    return [...faults.map(Number), order.indexOf(codec)];
  };
  return (a: VideoCodec, b: VideoCodec): number => {
    const [first, second] = [rank(a), rank(b)];
    const at = first.findIndex((value, index) => value !== second[index]);
    return at < 0 ? 0 : (first[at] ?? 0) - (second[at] ?? 0);
  };
}
