import { FULL_SIZE, type Size } from "../../protocol/room/watching.ts";
import { type ChosenEncoding, encodingsFor, isMore, shrunkFor, type WantedEncoding } from "./demand.ts";
import { trackSize } from "./track-size.ts";

/** What is no longer wanted is sent for this long: somebody may only have looked away. */
const CALM_MS = 1_000;

/** Keeps what one sender encodes to what is wanted of it: less after a while of calm, more at once. */
export class DemandFollower {
  readonly #sender: RTCRtpSender;
  readonly #mayShrink: boolean;
  #chosen: readonly ChosenEncoding[];
  #demand: Size;
  #sent: readonly WantedEncoding[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Parameters are read and set by one at a time: what is read must be what the last one has set. */
  #turn: Promise<void> = Promise.resolve();

  /**
   * @param mayShrink whether a single picture is sent smaller where it is shown small
   * @param demand what the sender's encodings were made for
   */
  constructor(sender: RTCRtpSender, mayShrink = false, demand: Size = FULL_SIZE) {
    this.#sender = sender;
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
    if (isMore(wanted, this.#sent)) this.#apply();
    else this.#timer = setTimeout(() => this.#apply(), CALM_MS);
  }

  /** The encodings may take so much at most from now on, in bit/s, because the picture has another size at its source. */
  limit(bitrates: readonly number[]): void {
    this.#chosen = this.#chosen.map((encoding, index) => {
      const maxBitrate = bitrates[index] ?? encoding.maxBitrate;
      return maxBitrate === undefined ? encoding : { ...encoding, maxBitrate };
    });
    clearTimeout(this.#timer);
    if (JSON.stringify(this.#wanted()) !== JSON.stringify(this.#sent)) this.#apply();
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

  #apply(): void {
    const wanted = this.#wanted();
    this.#sent = wanted;
    const set = () => setEncodings(this.#sender, wanted);
    // Somebody else may have set parameters between reading and setting: the second try reads them anew.
    this.#turn = this.#turn.then(() => set().catch(set)).catch(() => this.#sendAll());
  }

  /** The browser does not take it, or not in this mode: everything is sent, as it was before anybody said what they want. */
  async #sendAll(): Promise<void> {
    const isWanted = this.#demand.width > 0 && this.#demand.height > 0;
    const all = this.#chosen.map((encoding) => ({ ...encoding, active: isWanted }));
    await setEncodings(this.#sender, all).catch(() => undefined);
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

async function setEncodings(
  sender: RTCRtpSender,
  wanted: readonly (WantedEncoding | ChosenEncoding)[],
): Promise<void> {
  const parameters = sender.getParameters();
  // A sender that was closed meanwhile has none.
  if (parameters.encodings.length !== wanted.length) return;
  parameters.encodings = parameters.encodings.map((encoding, index) => ({ ...encoding, ...wanted[index] }));
  await sender.setParameters(parameters);
}
