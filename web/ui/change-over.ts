import { follows, type Likeness } from "./resemblance.ts";

/** Pictures of the old element that are remembered: half a second of them. */
const REMEMBERED = 30;
/** So much of the old path is looked at first: of a picture that is older than all of it nobody could tell that it is. */
const LOOK_FIRST_MS = 600;
/** An old element that shows nothing new for so long has nothing to be compared with. */
const STILL_AFTER_MS = 600;
/** What is behind by more than this may follow all the same: nobody should look at a still picture for longer. */
const WAIT_AT_MOST_MS = 800;
const SIZE = { width: 64, height: 36 };

interface Change {
  readonly old: HTMLVideoElement;
  readonly next: HTMLVideoElement;
  /** Nothing new comes in the old one: whatever the next one shows may follow. */
  readonly oldIsOver: boolean;
}

/**
 * Calls `done` once, when the next element shows a picture that may follow what the old one shows. Where its path is the
 * slower one, the old element stands still until the next one has caught up, so that nothing is shown twice. Returns how
 * to stop it.
 */
export function changeOver({ old, next, oldIsOver }: Change, done: () => void): () => void {
  const look = looker();
  const startedAt = performance.now();
  let oldAt = startedAt;
  let seen: Likeness[] = [look(old)].filter((likeness) => likeness !== null);
  let waitsSince: number | null = null;
  const stopOld = onPresented(old, (now) => {
    oldAt = now;
    const likeness = look(old);
    if (likeness !== null && waitsSince === null) seen = [...seen.slice(1 - REMEMBERED), likeness];
  });
  const mayFollow = (now: number): boolean => {
    if (oldIsOver) return true;
    if (waitsSince !== null && now - waitsSince >= WAIT_AT_MOST_MS) return true;
    if (waitsSince === null && now - oldAt >= STILL_AFTER_MS) return true;
    if (now - startedAt < LOOK_FIRST_MS) return false;
    const likeness = look(next);
    if (likeness === null || follows(seen, likeness)) return true;
    if (waitsSince === null) old.pause();
    waitsSince ??= now;
    return false;
  };
  const stopNext = onPresented(next, (now) => {
    if (!mayFollow(now)) return;
    stop();
    // It is seen until the page is drawn anew, and must not go on meanwhile.
    old.pause();
    done();
  });
  // It stands still where it was the old one a moment ago.
  next.play().catch(() => undefined);
  const stop = (): void => {
    stopOld();
    stopNext();
  };
  return () => {
    stop();
    if (waitsSince !== null) old.play().catch(() => undefined);
  };
}

/** Makes pictures small, to compare them; null where there is none. */
function looker(): (video: HTMLVideoElement) => Likeness | null {
  const { width, height } = SIZE;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, SIZE);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (video) => {
    if (context === null || video.videoWidth === 0) return null;
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    // Green is most of what the eye takes for brightness.
    return Uint8Array.from({ length: width * height }, (_, index) => data[4 * index + 1] ?? 0);
  };
}

/** Tells of each picture that an element presents, with the time in milliseconds. Returns how to stop it. */
function onPresented(element: HTMLVideoElement, tell: (now: number) => void): () => void {
  const presents: Partial<HTMLVideoElement> = element;
  if (presents.requestVideoFrameCallback === undefined) return onPlaying(element, tell);
  let stopped = false;
  let handle = 0;
  const hear = (now: number): void => {
    if (stopped) return;
    handle = element.requestVideoFrameCallback(hear);
    tell(now);
  };
  handle = element.requestVideoFrameCallback(hear);
  return () => {
    stopped = true;
    element.cancelVideoFrameCallback(handle);
  };
}

/** Firefox before version 132 cannot say more. */
function onPlaying(element: HTMLVideoElement, tell: (now: number) => void): () => void {
  const hear = () => tell(performance.now());
  element.addEventListener("timeupdate", hear);
  return () => element.removeEventListener("timeupdate", hear);
}
