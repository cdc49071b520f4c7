/** What the page tells the worker that blurs. */
export type ToBlur =
  /** Loads what finds people; its addresses are the page's to know. */
  | { readonly type: "load"; readonly loader: string; readonly binary: string; readonly model: string }
  /** Blurs every frame of one stream into another, until the first one ends. */
  | {
      readonly type: "stream";
      readonly readable: ReadableStream<VideoFrame>;
      readonly writable: WritableStream<VideoFrame>;
    }
  /** Blurs one frame, where the browser has no streams of them. */
  | { readonly type: "frame"; readonly frame: ImageBitmap };

/** What the worker tells the page. */
export type FromBlur =
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly message: string }
  /** Frames pass as they are from now on. */
  | { readonly type: "given-up"; readonly reason: GiveUp }
  | { readonly type: "drawn"; readonly frame: ImageBitmap };

/** Why blurring ended by itself. */
export type GiveUp = "too-slow" | "broken";
