import { describe, expect, it } from "vitest";
import { FlatTable } from "./flat-reader.ts";
import { writeFlat } from "./flat-writer.ts";
import { withMetadata } from "./model-metadata.ts";

/** As much of a model as counts here: version 3, one operator, one buffer with a weight. */
const MODEL = writeFlat(
  {
    table: [
      { u32: 3 },
      { tables: [{ table: [{ u32: 7 }] }] },
      { tables: [] },
      { text: "a model" },
      { tables: [{ table: [] }, { table: [{ bytes: Uint8Array.of(1, 2, 3) }] }] },
    ],
  },
  "TFL3",
  256,
);

const root = (bytes: Uint8Array) => FlatTable.root(bytes);
const bytesAt = (whole: Uint8Array, position: number | null) => {
  if (position === null) throw new Error("nothing is there");
  const length = new DataView(whole.buffer, whole.byteOffset).getUint32(position, true);
  return whole.subarray(position + 4, position + 4 + length);
};

describe("withMetadata", () => {
  const whole = withMetadata(MODEL);

  it("carries the model over as it was", () => {
    expect(new TextDecoder().decode(whole.subarray(4, 8))).toBe("TFL3");
    expect(root(whole).u32(0)).toBe(3);
    expect(root(whole).tables(1)[0]?.u32(0)).toBe(7);
    expect(new TextDecoder().decode(bytesAt(whole, root(whole).target(3)))).toBe("a model");
    const buffers = root(whole).tables(4);
    expect(buffers).toHaveLength(3);
    expect([...bytesAt(whole, buffers[1]?.target(0) ?? null)]).toEqual([1, 2, 3]);
  });

  it("adds a buffer that says how the input is normalized", () => {
    const [entry] = root(whole).tables(6);
    expect(new TextDecoder().decode(bytesAt(whole, entry?.target(0) ?? null))).toBe("TFLITE_METADATA");
    expect(entry?.u32(1)).toBe(2);
    const metadata = bytesAt(whole, root(whole).tables(4)[2]?.target(0) ?? null).slice();
    const [subgraph] = root(metadata).tables(3);
    const [input] = subgraph?.tables(2) ?? [];
    const [step] = input?.tables(4) ?? [];
    // The union's kind is one byte, in a word of its own.
    expect(step?.u32(0)).toBe(1);
    expect(bytesAt(metadata, step?.target(1) ?? null).byteLength).toBeGreaterThan(0);
  });

  it("refuses what is no model", () => {
    expect(() => withMetadata(new Uint8Array(3))).toThrow(RangeError);
    expect(() => withMetadata(new Uint8Array(64).fill(255))).toThrow(RangeError);
  });
});
