import { Decryptor } from "./decryptor.ts";
import { Encryptor } from "./encryptor.ts";
import { clearBytesOf } from "./frame.ts";
import type { FromWorker, ToWorker, TransformOptions } from "./messages.ts";

type EncodedFrame = RTCEncodedVideoFrame | RTCEncodedAudioFrame;

/** One end of a sender or receiver within a worker, as far as it is used here. */
interface Transformer {
  readonly options: TransformOptions;
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  sendKeyFrameRequest?(): Promise<void>;
}

/** The worker's own global, which the DOM's types do not know. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  onrtctransform: ((event: { readonly transformer: Transformer }) => void) | null;
  postMessage(message: FromWorker): void;
}

const scope = globalThis as unknown as WorkerScope;
const receivers = new Map<string, Set<Transformer>>();

const encryptor = new Encryptor(() => scope.postMessage({ type: "key-worn" }));
const decryptor = new Decryptor({
  now: () => performance.now(),
  later: (act, ms) => void setTimeout(act, ms),
  missingKey: (participantId) => scope.postMessage({ type: "missing-key", participantId }),
  problem: (producerId, problem) => scope.postMessage({ type: "problem", producerId, problem }),
});

scope.onmessage = ({ data: message }) => {
  switch (message.type) {
    case "send-key":
      return encryptor.use(message.generation, message.key);
    case "receive-key": {
      const { participantId, generation, key, inUse } = message;
      const waiting = decryptor.addKey(participantId, generation, key, inUse);
      for (const producerId of waiting) askForKeyFrame(producerId);
      return;
    }
    case "distrust":
      return decryptor.distrust(message.participantId);
    case "forget":
      return decryptor.forget(message.participantId);
    case "stream":
      return decryptor.setOwner(message.producerId, message.participantId, message.source);
    case "stream-over":
      receivers.delete(message.producerId);
      return decryptor.remove(message.producerId);
  }
};

scope.onrtctransform = ({ transformer }) => {
  const { options, readable, writable } = transformer;
  const change = options.direction === "send" ? outgoing(options) : incoming(options.producerId);
  if (options.direction === "receive") {
    const same = receivers.get(options.producerId) ?? new Set();
    receivers.set(options.producerId, same.add(transformer));
  }
  const transform = new TransformStream<EncodedFrame, EncodedFrame>({
    // A frame that cannot be changed is dropped: an error here would end the stream for good.
    transform: async (frame, controller) => {
      const changed = await change(frame).catch(() => null);
      if (changed === null) return;
      frame.data = changed.buffer;
      controller.enqueue(frame);
    },
  });
  readable
    .pipeThrough(transform)
    .pipeTo(writable)
    .catch(() => undefined)
    .finally(() => receivers.get(options.producerId)?.delete(transformer));
};

function outgoing(options: Extract<TransformOptions, { direction: "send" }>) {
  return (frame: EncodedFrame) => {
    const data = new Uint8Array(frame.data);
    const clear =
      "type" in frame ? clearBytesOf(codecOf(frame), { type: frame.type, length: data.length }) : 0;
    return encryptor.encrypt(data, options, clear);
  };
}

function incoming(producerId: string) {
  return (frame: EncodedFrame) => decryptor.decrypt(new Uint8Array(frame.data), producerId);
}

/** A browser that does not name the codec may be sending VP8, which needs its first bytes; to VP9 they do no harm. */
function codecOf(frame: RTCEncodedVideoFrame): "vp8" | "other" {
  const { mimeType } = frame.getMetadata() as { mimeType?: string };
  return mimeType?.toLowerCase() === "video/vp9" ? "other" : "vp8";
}

/** What was dropped before the key came is missing to the decoder: without a key frame it would wait for seconds. */
function askForKeyFrame(producerId: string): void {
  for (const transformer of receivers.get(producerId) ?? []) {
    transformer.sendKeyFrameRequest?.().catch(() => undefined);
  }
}

scope.postMessage({ type: "ready" });
