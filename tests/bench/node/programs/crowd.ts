import type { Identity } from "../rtc/identity.ts";
import { MediaPath } from "../rtc/media-path.ts";
import { ssrcOf } from "../rtc/packets.ts";
import { PlainPath } from "../rtc/plain-path.ts";
import type { Viewer } from "../viewer.ts";
import { answerBench } from "./answering.ts";

/** Viewers who receive what they are sent, and count it. */
const counted = new Set<number>();
let packets = 0;

const answers = {
  async open({ identity, viewers }: { identity: Identity; viewers: readonly Viewer[] }): Promise<void> {
    for (const { transport, ssrcs } of viewers) {
      for (const ssrc of ssrcs) counted.add(ssrc);
      await MediaPath.open(transport, identity, count);
    }
  },
  /** So many who receive without encryption. Returns their ports. */
  async openPlainly({ size }: { size: number }): Promise<number[]> {
    const ports: number[] = [];
    for (let index = 0; index < size; index++) ports.push((await PlainPath.open(count)).port);
    return ports;
  },
  async expect({ ssrcs }: { ssrcs: readonly number[] }): Promise<void> {
    for (const ssrc of ssrcs) counted.add(ssrc);
  },
  /** How many packets of these streams have come since the last time that it was asked. */
  async count(_: null): Promise<number> {
    const came = packets;
    packets = 0;
    return came;
  },
};
export type CrowdAnswers = typeof answers;

answerBench(answers);

function count(packet: Buffer): void {
  if (counted.has(ssrcOf(packet))) packets += 1;
}
