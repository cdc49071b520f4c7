import { isPicture } from "../../protocol/room/files.ts";
import { pictureType, SIGNATURE_BYTES } from "./picture-type.ts";

/**
 * The files of rooms in the bucket, by `<roomId>/<fileId>`. A picture has its type there; what has none is bytes, whatever
 * its name says: it is never shown, only saved.
 */
const keyOf = (roomId: string, fileId: string) => `${roomId}/${fileId}`;
const ANY_TYPE = "application/octet-stream";
/** What R2 takes and gives at once. */
const KEYS_AT_ONCE = 1_000;

/** Why a file was not stored. */
export type Refusal = "wrong-length" | "no-picture";

/**
 * Stores a file as it comes in, unless it is there already, and says its type: what it is, not what it is said to be. A
 * file that is said to be a picture and is none is refused, and so is one that is longer or shorter than `bytes`.
 */
export async function storeFile(
  bucket: R2Bucket,
  file: { roomId: string; fileId: string; bytes: number; saidType: string },
  body: ReadableStream<Uint8Array>,
): Promise<{ type: string; isNew: boolean } | { refusal: Refusal }> {
  const key = keyOf(file.roomId, file.fileId);
  const { start, reader } = await startOf(body);
  const type = pictureType(start) ?? ANY_TYPE;
  if (type === ANY_TYPE && isPicture({ type: file.saidType })) {
    await reader.cancel();
    return { refusal: "no-picture" };
  }
  const exact = new FixedLengthStream(file.bytes);
  const pumped = pump(start, reader, exact.writable);
  const stored = await bucket
    .put(key, exact.readable, {
      onlyIf: { etagDoesNotMatch: "*" },
      httpMetadata: { contentType: type },
    })
    .catch(async (error: unknown) => {
      // What was wrong with the body is the sender's fault, and all else is ours.
      if ((await pumped) !== file.bytes) return "wrong-length" as const;
      throw error;
    });
  if (stored === "wrong-length") return { refusal: stored };
  if (stored !== null) return { type, isNew: true };
  // It was uploaded before, and the answer was lost.
  await exact.readable.cancel().catch(() => {});
  const known = await bucket.head(key);
  return { type: known?.httpMetadata?.contentType ?? ANY_TYPE, isNew: false };
}

/** Reads so much of a body as says what it is. */
async function startOf(
  body: ReadableStream<Uint8Array>,
): Promise<{ start: Uint8Array; reader: ReadableStreamDefaultReader<Uint8Array> }> {
  const reader = body.getReader();
  let start = new Uint8Array();
  while (start.length < SIGNATURE_BYTES) {
    const { value, done } = await reader.read();
    if (done) break;
    const longer = new Uint8Array(start.length + value.length);
    longer.set(start);
    longer.set(value, start.length);
    start = longer;
  }
  return { start, reader };
}

/** Writes a body whose beginning was read. Resolves to how long it is; to null where the other end took no more of it. */
async function pump(
  start: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  to: WritableStream<Uint8Array>,
): Promise<number | null> {
  const writer = to.getWriter();
  let bytes = start.length;
  try {
    await writer.write(start);
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      bytes += next.value.length;
      await writer.write(next.value);
    }
    await writer.close();
    return bytes;
  } catch (error) {
    await Promise.allSettled([reader.cancel(), writer.abort(error)]);
    return null;
  }
}

/** A file with its body, or null where there is none. */
export function storedFile(bucket: R2Bucket, roomId: string, fileId: string): Promise<R2ObjectBody | null> {
  return bucket.get(keyOf(roomId, fileId));
}

/** Deletes files; those that are not there are no fault. */
export async function deleteFiles(
  bucket: R2Bucket,
  roomId: string,
  fileIds: readonly string[],
): Promise<void> {
  for (let from = 0; from < fileIds.length; from += KEYS_AT_ONCE) {
    const some = fileIds.slice(from, from + KEYS_AT_ONCE);
    await bucket.delete(some.map((fileId) => keyOf(roomId, fileId)));
  }
}

/** Deletes all files of a room. */
export async function deleteAllFiles(bucket: R2Bucket, roomId: string): Promise<void> {
  for (let more = true; more; ) {
    const { objects, truncated } = await bucket.list({ prefix: keyOf(roomId, ""), limit: KEYS_AT_ONCE });
    if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
    more = truncated;
  }
}
