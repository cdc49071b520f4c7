/** Pictures of people in the bucket, beside the rooms' files. */
const keyOf = (picture: string) => `people/${picture}`;

/** Stores a picture of somebody, and says what it is called: its id is what one has to know to see it. */
export async function storePicture(bucket: R2Bucket, bytes: Uint8Array, type: string): Promise<string> {
  const picture = crypto.randomUUID();
  await bucket.put(keyOf(picture), bytes, { httpMetadata: { contentType: type } });
  return picture;
}

/** A picture, or null where there is none. */
export function storedPicture(bucket: R2Bucket, picture: string): Promise<R2ObjectBody | null> {
  return bucket.get(keyOf(picture));
}

/** Deletes a picture. */
export async function deletePicture(bucket: R2Bucket, picture: string): Promise<void> {
  await bucket.delete(keyOf(picture));
}
