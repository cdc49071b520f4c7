type Storage = DurableObjectStorage["kv"];

/** By then whatever a note is about has been dealt with, or nobody will. */
const KEPT_MS = 30 * 24 * 3600_000;

/** Notes about nodes, at most one for each, in an object's storage. What is older than 30 days is forgotten. */
export class NodeNotes<Note extends { /** Milliseconds since 1970. */ readonly at: number }> {
  readonly #kv: Storage;
  readonly #prefix: string;

  /** @param kind which tells these notes from others in the same storage */
  constructor(kv: Storage, kind: string) {
    this.#kv = kv;
    this.#prefix = `${kind}/`;
  }

  get(nodeId: string): Note | undefined {
    return this.#kv.get<Note>(this.#prefix + nodeId);
  }

  /** Takes the place of what was noted of the node before. */
  put(nodeId: string, note: Note): void {
    for (const [key, { at }] of this.#kv.list<Note>({ prefix: this.#prefix }))
      if (at < note.at - KEPT_MS) this.#kv.delete(key);
    this.#kv.put<Note>(this.#prefix + nodeId, note);
  }

  delete(nodeId: string): void {
    this.#kv.delete(this.#prefix + nodeId);
  }

  all(): Note[] {
    return [...this.#kv.list<Note>({ prefix: this.#prefix })].map(([, note]) => note);
  }
}
