import { FULL_SIZE, type Size } from "../../protocol/room/watching.ts";
import { type ChosenEncoding, encodingsFor, isMore, shrunkFor, type WantedEncoding } from "./demand.ts";
import { trackSize } from "./track-size.ts";

/** What is no longer wanted is sent for this long: somebody may only have looked away. */
const CALM_MS = 1_000;

/** How a sender's picture is sent at first. */
export interface Followed {
  /** What the browser gives up first when it cannot send all. */
  readonly degradation: RTCDegradationPreference;
  /** Whether a single picture is sent smaller where it is shown small. */
  readonly mayShrink?: boolean;
  /** What its encodings were made for: in full unless given. */
  readonly demand?: Size;
}

/** Keeps what one sender encodes to what is wanted of it: less after a while of calm, more at once. */
export class DemandFollower {
  readonly #sender: RTCRtpSender;
  readonly #degradation: RTCDegradationPreference;
  readonly #mayShrink: boolean;
  #chosen: readonly ChosenEncoding[];
  #demand: Size;
  #sent: readonly WantedEncoding[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Parameters are read and set by one at a time: what is read must be what the last one has set. */
  #turn: Promise<void> = Promise.resolve();

  constructor(sender: RTCRtpSender, { degradation, mayShrink = false, demand = FULL_SIZE }: Followed) {
    this.#sender = sender;
    this.#degradation = degradation;
    this.#mayShrink = mayShrink;
    this.#demand = demand;
    this.#chosen = sender.getParameters().encodings.map(chosenOf);
    this.#sent = this.#wanted();
  }

  /** This much is wanted from now on. */
  follow(demand: Size): void {
    const { width, height } = this.#demand;
    if (demand.width === width && demand.height === height) return;
    this.#demand = demand;
    clearTimeout(this.#timer);
    const wanted = this.#wanted();
    if (JSON.stringify(wanted) === JSON.stringify(this.#sent)) return;
    if (isMore(wanted, this.#sent)) this.apply();
    else this.#timer = setTimeout(() => this.apply(), CALM_MS);
  }

  /** The encodings may take so much at most from now on, in bit/s, because the picture has another size at its source. */
  limit(bitrates: readonly number[]): void {
    this.#chosen = this.#chosen.map((encoding, index) => {
      const maxBitrate = bitrates[index] ?? encoding.maxBitrate;
      return maxBitrate === undefined ? encoding : { ...encoding, maxBitrate };
    });
    clearTimeout(this.#timer);
    if (JSON.stringify(this.#wanted()) !== JSON.stringify(this.#sent)) this.apply();
  }

  /** Has the browser send what is wanted, in its turn. */
  apply(): void {
    const wanted = this.#wanted();
    this.#sent = wanted;
    const set = () => this.#set(wanted);
    // Somebody else may have set parameters between reading and setting: the second try reads them anew.
    this.#turn = this.#turn.then(() => set().catch(set)).catch(() => this.#sendAll());
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #wanted(): WantedEncoding[] {
    const source = trackSize(this.#sender.track);
    const [only] = this.#chosen;
    if (this.#mayShrink && only !== undefined) return [shrunkFor(this.#demand, source, only)];
    return encodingsFor(this.#demand, source, this.#chosen).map((encoding, index) => {
      const maxBitrate = this.#chosen[index]?.maxBitrate;
      return maxBitrate === undefined ? encoding : { ...encoding, maxBitrate };
    });
  }

  /** The browser does not take it, or not in this mode: everything is sent, as it was before anybody said what they want. */
  async #sendAll(): Promise<void> {
    const isWanted = this.#demand.width > 0 && this.#demand.height > 0;
    const all = this.#chosen.map((encoding) => ({ ...encoding, active: isWanted }));
    await this.#set(all).catch(() => undefined);
  }

  /**
   * What is not sent gives up no pixels. Chromium 156 counts each frame that such a sender leaves out as one for which there was no room,
   * captures fewer and fewer pixels for all senders of the track, and goes on so when it sends again.
   */
  async #set(wanted: readonly (WantedEncoding | ChosenEncoding)[]): Promise<void> {
    const parameters = this.#sender.getParameters();
    // A sender that was closed meanwhile has none.
    if (parameters.encodings.length !== wanted.length) return;
    parameters.encodings = parameters.encodings.map((encoding, index) => ({ ...encoding, ...wanted[index] }));
    const isSent = wanted.some(({ active }) => active);
    parameters.degradationPreference = isSent ? this.#degradation : "maintain-resolution";
    await this.#sender.setParameters(parameters);
  }
}

function chosenOf({
  scaleResolutionDownBy,
  maxBitrate,
  ...encoding
}: RTCRtpEncodingParameters): ChosenEncoding {
  const { scalabilityMode } = encoding as { scalabilityMode?: string };
  return {
    active: true,
    ...(maxBitrate === undefined ? {} : { maxBitrate }),
    ...(scaleResolutionDownBy === undefined ? {} : { scaleResolutionDownBy }),
    ...(scalabilityMode === undefined ? {} : { scalabilityMode }),
  };
}
