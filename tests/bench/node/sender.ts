import { randomInt, randomUUID } from "node:crypto";
import type { Identity } from "./rtc/identity.ts";
import { MediaPath } from "./rtc/media-path.ts";
import { SyntheticPicture } from "./rtc/packets.ts";
import type { PlainPath } from "./rtc/plain-path.ts";
import type { MediaRoom, OwnedConsumer, Place, Stream } from "./site.ts";

/** Somebody who sends a made-up picture. */
export class Sender {
  readonly producerId: string;
  readonly #picture: SyntheticPicture;
  readonly #path: MediaPath | PlainPath;
  #timestamp = randomInt(0x1000_0000);

  private constructor(producerId: string, picture: SyntheticPicture, path: MediaPath | PlainPath) {
    this.producerId = producerId;
    this.#picture = picture;
    this.#path = path;
  }

  /** Has somebody come into a room and begin to send. */
  static async open(room: MediaRoom, identity: Identity): Promise<Sender> {
    const participantId = randomUUID();
    const place = await room.attach(participantId, identity.fingerprint);
    return (await Sender.in(room, participantId, place, identity)).sender;
  }

  /** Has somebody who is in a room begin to send. The others' consumers are paused. */
  static async in(
    room: MediaRoom,
    participantId: string,
    { send }: Place,
    identity: Identity,
  ): Promise<{ sender: Sender; consumers: readonly OwnedConsumer[] }> {
    const { stream, picture } = newStream(participantId);
    const path = await MediaPath.open(send, identity);
    const consumers = await room.produce(stream);
    return { sender: new Sender(stream.producerId, picture, path), consumers };
  }

  /** Sends without encryption. @param produce begins the stream, and says at which port it is taken */
  static async openPlainly(path: PlainPath, produce: (stream: Stream) => Promise<number>): Promise<Sender> {
    const { stream, picture } = newStream(randomUUID());
    await path.connect(await produce(stream));
    return new Sender(stream.producerId, picture, path);
  }

  /** The packets of its next frame as they go over the wire, and the timestamp by which they are known again. */
  frame(packets: number, isKey = false): { timestamp: number; datagrams: Buffer[] } {
    this.#timestamp += 1;
    const datagrams = this.#picture
      .frame(packets, this.#timestamp, isKey)
      .map(({ header, payload }) => this.#path.protect(header, payload));
    return { timestamp: this.#timestamp, datagrams };
  }

  send(datagrams: readonly Buffer[]): void {
    for (const datagram of datagrams) this.#path.send(datagram);
  }

  close(): void {
    this.#path.close();
  }
}

function newStream(participantId: string): { stream: Stream; picture: SyntheticPicture } {
  const picture = new SyntheticPicture(randomInt(1, 0x7fff_ffff));
  const { rtpParameters } = picture;
  return { stream: { participantId, producerId: randomUUID(), kind: "video", rtpParameters }, picture };
}
