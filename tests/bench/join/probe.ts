/** What a page notes about its own join. Times are the page's `performance.now()`. */
export interface Notes {
  clickedAt: number | null;
  firstPictureAt: number | null;
  /** Frames of the room's socket from the click to the first picture, apart from pings. */
  sent: string[];
  received: string[];
}

declare global {
  var nearcastNotes: Notes;
}

/** Runs in a page before its own code: notes the click on Join, the room's frames, and the first remote picture. */
export function installProbe(): void {
  const notes: Notes = { clickedAt: null, firstPictureAt: null, sent: [], received: [] };
  globalThis.nearcastNotes = notes;

  const isJoin = (target: EventTarget | null) =>
    target instanceof Element && target.closest("button")?.textContent?.trim() === "Join";
  addEventListener(
    "click",
    ({ target }) => {
      if (isJoin(target)) notes.clickedAt ??= performance.now();
    },
    { capture: true },
  );

  const seen = new WeakSet<HTMLVideoElement>();
  new MutationObserver(() => {
    const video = document.querySelector<HTMLVideoElement>('video[data-source="screen"]:not([data-self])');
    if (!video || seen.has(video)) return;
    seen.add(video);
    video.requestVideoFrameCallback(() => {
      notes.firstPictureAt ??= performance.now();
    });
  }).observe(document, { childList: true, subtree: true });

  const keep = (list: string[], data: unknown) => {
    const isJoining = notes.clickedAt !== null && notes.firstPictureAt === null;
    if (isJoining && data !== "ping" && data !== "pong") list.push(String(data));
  };
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("message", ({ data }) => keep(notes.received, data));
    }
    override send(data: string | BufferSource | Blob): void {
      keep(notes.sent, data);
      super.send(data);
    }
  };
}
