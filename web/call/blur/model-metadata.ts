import { FlatTable } from "./flat-reader.ts";
import { align, type FlatValue, writeFlat } from "./flat-writer.ts";

// Fields by their numbers in TensorFlow Lite's schemas.
const MODEL = { version: 0, operatorCodes: 1, subgraphs: 2, description: 3, buffers: 4 } as const;
const METADATA_ROOM = 512;
const HEAD_ROOM = 1024;
/** In the union of what is done with an input before the model gets it. */
const NORMALIZATION = 1;

/**
 * A segmentation model with the metadata that the segmenter asks for: that its input is a picture of values from 0 to 1.
 * The model as it is packaged is older than that metadata. A new head, with a new root table, is put before the model,
 * which stays as it is: offsets in the format count forwards, so the head may point into it.
 *
 * @throws RangeError where the bytes are no model
 */
export function withMetadata(model: Uint8Array): Uint8Array<ArrayBuffer> {
  const old = FlatTable.root(model);
  const buffers = old.tables(MODEL.buffers);
  const headSize = align(HEAD_ROOM + METADATA_ROOM + 4 * buffers.length, 16);
  const carried = (field: number): FlatValue | null => {
    const target = old.target(field);
    return target === null ? null : { at: headSize + target };
  };
  const metadata: FlatValue = { bytes: inputMetadata() };
  const head = writeFlat(
    {
      table: [
        { u32: old.u32(MODEL.version) },
        carried(MODEL.operatorCodes),
        carried(MODEL.subgraphs),
        carried(MODEL.description),
        {
          tables: [
            ...buffers.map((buffer): FlatValue => ({ at: headSize + buffer.position })),
            { table: [metadata] },
          ],
        },
        null,
        { tables: [{ table: [{ text: "TFLITE_METADATA" }, { u32: buffers.length }] }] },
      ],
    },
    "TFL3",
    headSize,
  );
  const whole = new Uint8Array(headSize + model.length);
  whole.set(head);
  whole.set(model, headSize);
  return whole;
}

/** Metadata that says of the one input: take the mean 0 from each value of 0 to 255, and divide it by 255. */
function inputMetadata(): Uint8Array {
  const normalization: FlatValue = { table: [{ floats: [0] }, { floats: [255] }] };
  const step: FlatValue = { table: [{ u8: NORMALIZATION }, normalization] };
  const input: FlatValue = { table: [null, null, null, null, { tables: [step] }] };
  const subgraph: FlatValue = { table: [null, null, { tables: [input] }] };
  return writeFlat({ table: [null, null, null, { tables: [subgraph] }] }, "M001", METADATA_ROOM);
}
