import type { types } from "mediasoup-client";
import type { RtpCapabilities } from "../../protocol/rtp.ts";
import { decodedBy, type VideoCodec } from "../../protocol/video-codecs.ts";
import { chooseCodec } from "./codec-choice.ts";
import { codecSupport } from "./codec-support.ts";
import { CAMERA_SETTINGS, isInOneSize, type Picture, type VideoPlan, videoPlan } from "./encodings.ts";
import type { Refused } from "./refused.ts";

/** Who receives what is sent here, as far as it matters to the choice of a codec. */
export interface Audience {
  /** What each of the others decodes. */
  readonly viewers: readonly (readonly VideoCodec[])[];
  /** Whether frames are encrypted before they are sent. */
  readonly encrypted: boolean;
}

/** What has proved not to work for one picture. */
interface Proved {
  /** Codecs that are rather not used for it. */
  readonly unfit: ReadonlySet<VideoCodec>;
  readonly refused: Refused;
}

/** Plans how pictures are sent from this browser to the audience of the moment. */
export class VideoPlanner {
  audience: Audience = { viewers: [], encrypted: false };
  readonly #capabilities: types.RtpCapabilities;
  readonly #sends: readonly VideoCodec[];

  /** @param capabilities what this browser can send that the node takes */
  constructor(capabilities: types.RtpCapabilities) {
    this.#capabilities = capabilities;
    this.#sends = decodedBy(capabilities as RtpCapabilities);
    // A camera is sent as soon as its owner has joined: then the browser has been asked already.
    void codecSupport(this.#sends, { source: "camera", ...CAMERA_SETTINGS, width: 1280, height: 720 });
  }

  /** How to send a picture now; null where there is no way left in which this browser could. */
  async plan(picture: Picture, { unfit, refused }: Proved): Promise<VideoPlan | null> {
    const { expectations, offers } = await codecSupport(this.#sends, picture);
    const sends = this.#sends.filter((each) => !refused.codecs.has(each));
    const oneSize = new Set(sends.filter((codec) => isInOneSize(codec, picture, offers)));
    const codec = chooseCodec({ picture, sends, ...this.audience, expectations, oneSize, unfit });
    return codec === null ? null : videoPlan(codec, picture, refused.layers.has(codec) ? null : offers);
  }

  /** The codec as mediasoup-client names it. */
  capabilityOf(codec: VideoCodec): types.RtpCodecCapability | undefined {
    const headerExtensions = this.#capabilities.headerExtensions ?? [];
    return this.#capabilities.codecs?.find((each) =>
      decodedBy({ codecs: [each], headerExtensions } as RtpCapabilities).includes(codec),
    );
  }
}
