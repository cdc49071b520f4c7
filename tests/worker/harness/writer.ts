import type { Guest } from "./guest.ts";
import { Page } from "./page.ts";
import type { Room } from "./room.ts";

/** Somebody who writes, and, as the real page does, comes back and says again what was not acknowledged. */
export class Writer {
  /** What the room has acknowledged: message id to its place. */
  readonly acknowledged = new Map<string, number>();
  /** What was written, in order. */
  readonly texts: string[] = [];
  readonly #room: Room;
  readonly #guest: Guest;
  #page: Page;
  #returning: Promise<void> | null = null;

  constructor(room: Room, guest: Guest, page: Page) {
    this.#room = room;
    this.#guest = guest;
    this.#page = page;
  }

  /** Writes a message; resolves when the room has acknowledged it, however often it had to be sent. */
  async say(): Promise<void> {
    const messageId = crypto.randomUUID();
    const text = `${this.#page.id} ${this.texts.length}`;
    this.texts.push(text);
    for (;;) {
      const page = this.#page;
      const answer = page.chat(text, messageId);
      // Where the socket ends first there is none.
      answer.catch(() => {});
      const acknowledged = await Promise.race([answer, page.socket.ended.then(() => null)]);
      if (acknowledged !== null) {
        this.acknowledged.set(messageId, acknowledged.seq);
        return;
      }
      this.#returning ??= this.#comeBack().finally(() => {
        this.#returning = null;
      });
      await this.#returning;
    }
  }

  async #comeBack(): Promise<void> {
    const lost = this.#page;
    const { epoch, seq } = lost.session.snapshot;
    const page = await Page.open(this.#room.id, this.#guest);
    await page.resume(lost, { epoch, seq, mediaEpoch: epoch });
    this.#page = page;
  }
}
