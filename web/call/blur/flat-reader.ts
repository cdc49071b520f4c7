/** A table of a flatbuffer, as far as a model's metadata needs to be read and carried over. */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;

  private constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  /** The root table of a flatbuffer. @throws RangeError where it is none */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  /** The position of the table in its flatbuffer, in bytes. */
  get position(): number {
    return this.#at;
  }

  /** A number of 32 bits in a field; 0 where it has none. */
  u32(field: number): number {
    const place = this.#place(field);
    return place === null ? 0 : this.#view.getUint32(place, true);
  }

  /** The position of what a field points at; null where it has none. */
  target(field: number): number | null {
    const place = this.#place(field);
    return place === null ? null : place + this.#view.getUint32(place, true);
  }

  /** The tables of a vector that a field points at. */
  tables(field: number): FlatTable[] {
    const vector = this.target(field);
    if (vector === null) return [];
    const places = Array.from(
      { length: this.#view.getUint32(vector, true) },
      (_, index) => vector + 4 + 4 * index,
    );
    return places.map((place) => new FlatTable(this.#view, place + this.#view.getUint32(place, true)));
  }

  #place(field: number): number | null {
    const vtable = this.#at - this.#view.getInt32(this.#at, true);
    const entry = 4 + 2 * field;
    if (entry >= this.#view.getUint16(vtable, true)) return null;
    const offset = this.#view.getUint16(vtable + entry, true);
    return offset === 0 ? null : this.#at + offset;
  }
}
