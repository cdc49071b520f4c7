/** A value in a flatbuffer: a number that lies in its table, or something that the table points at. */
export type FlatValue =
  | { readonly u8: number }
  | { readonly u32: number }
  | { readonly table: readonly (FlatValue | null)[] }
  | { readonly tables: readonly FlatValue[] }
  | { readonly floats: readonly number[] }
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  /** What lies at this position already. */
  | { readonly at: number };

/** Bytes are aligned as TensorFlow Lite wants its buffers. */
const BYTES_ALIGNMENT = 16;

/**
 * Writes a flatbuffer from front to back: its offsets count forwards, so what points lies before what is pointed at.
 * It knows no more of the format than a model's metadata needs.
 */
class FlatWriter {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  end = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.bytes.buffer);
  }

  /** The head of a flatbuffer: where its table begins, and four letters that name its schema. */
  root(table: FlatValue, identifier: string): void {
    const head = this.#take(8, 4);
    this.bytes.set(new TextEncoder().encode(identifier), head + 4);
    this.#point(head, table);
  }

  #take(size: number, alignment: number): number {
    const at = align(this.end, alignment);
    this.end = at + size;
    if (this.end > this.bytes.length)
      throw new RangeError("the flatbuffer is larger than was reserved for it");
    return at;
  }

  #point(from: number, value: FlatValue): void {
    this.#view.setUint32(from, this.#write(value) - from, true);
  }

  /** Writes what is pointed at; returns its position. */
  #write(value: FlatValue): number {
    if ("at" in value) return value.at;
    if ("table" in value) return this.#table(value.table);
    if ("tables" in value) {
      const at = this.#vector(value.tables.length, 4 * value.tables.length, 4);
      for (const [index, item] of value.tables.entries()) this.#point(at + 4 + 4 * index, item);
      return at;
    }
    if ("floats" in value) {
      const at = this.#vector(value.floats.length, 4 * value.floats.length, 4);
      for (const [index, number] of value.floats.entries()) {
        this.#view.setFloat32(at + 4 + 4 * index, number, true);
      }
      return at;
    }
    if ("text" in value) {
      const text = new TextEncoder().encode(value.text);
      // The zero behind it is no part of its length.
      const at = this.#vector(text.length, text.length + 1, 4);
      this.bytes.set(text, at + 4);
      return at;
    }
    if ("bytes" in value) {
      const at = this.#vector(value.bytes.length, value.bytes.length, BYTES_ALIGNMENT);
      this.bytes.set(value.bytes, at + 4);
      return at;
    }
    throw new TypeError("a number lies in its table");
  }

  /** Reserves a vector whose items, which come behind its length, are aligned. */
  #vector(length: number, size: number, alignment: number): number {
    const at = align(this.end + 4, alignment) - 4;
    this.end = at;
    this.#take(4 + size, 4);
    this.#view.setUint32(at, length, true);
    return at;
  }

  /** A table is preceded by its vtable, which says where in it each field lies. Each takes a word here. */
  #table(fields: readonly (FlatValue | null)[]): number {
    const vtable = this.#take(4 + 2 * fields.length, 4);
    const size = 4 + 4 * fields.length;
    const at = this.#take(size, 4);
    this.#view.setUint16(vtable, 4 + 2 * fields.length, true);
    this.#view.setUint16(vtable + 2, size, true);
    this.#view.setInt32(at, at - vtable, true);
    fields.forEach((field, index) => {
      if (field === null) return;
      const place = 4 + 4 * index;
      this.#view.setUint16(vtable + 4 + 2 * index, place, true);
      if ("u8" in field) this.#view.setUint8(at + place, field.u8);
      else if ("u32" in field) this.#view.setUint32(at + place, field.u32, true);
      else this.#point(at + place, field);
    });
    return at;
  }
}

/** The bytes of a flatbuffer with this root table. They are zero up to `size`, which has to hold it. */
export function writeFlat(root: FlatValue, identifier: string, size: number): Uint8Array<ArrayBuffer> {
  const writer = new FlatWriter(size);
  writer.root(root, identifier);
  return writer.bytes;
}

/** The next multiple of an alignment. */
export function align(position: number, alignment: number): number {
  return Math.ceil(position / alignment) * alignment;
}
