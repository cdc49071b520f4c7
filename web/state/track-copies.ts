const copies = new WeakMap<MediaStreamTrack, Set<MediaStreamTrack>>();

/** A copy of a track that is heard on this device alone, also while the track itself is muted. It is the caller's to stop. */
export function copyTrack(track: MediaStreamTrack): MediaStreamTrack {
  const copy = track.clone();
  copy.enabled = true;
  const all = copies.get(track) ?? new Set();
  copies.set(track, all.add(copy));
  return copy;
}

/** Stops a track and its copies, so that its device is closed. */
export function stopWithCopies(track: MediaStreamTrack): void {
  for (const copy of copies.get(track) ?? []) copy.stop();
  copies.delete(track);
  track.stop();
}
