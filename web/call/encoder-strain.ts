import { type Limitation, limitationOf } from "./quality-limitation.ts";

/** An encoder is looked at this often. */
const LOOK_EVERY_MS = 2_000;
/** So many looks in a row must find it short of the processor: a page that is being loaded takes it for a moment, too. */
const LOOKS = 4;

/** What was found at each look, the last one last. */
export type Looks = readonly (Limitation | undefined)[];

/** Whether an encoder is too slow for what it has to encode. */
export function isStrained(looks: Looks): boolean {
  return looks.length >= LOOKS && looks.slice(-LOOKS).every((reason) => reason === "cpu");
}

/** Calls `strained` once when an encoder has been too slow for several seconds. Returns a function that ends the watch. */
export function watchEncoder(sender: RTCRtpSender, strained: () => void): () => void {
  let looks: Looks = [];
  const timer = setInterval(() => {
    void limitationOf(sender).then((reason) => {
      looks = [...looks.slice(1 - LOOKS), reason];
      if (!isStrained(looks)) return;
      clearInterval(timer);
      strained();
    });
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
