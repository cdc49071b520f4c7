import { Decryptor } from "./decryptor.ts";
import { Encryptor } from "./encryptor.ts";
import { clearBytesOf } from "./frame.ts";
import { frameTransform } from "./frame-transform.ts";
import type { FromWorker, ToWorker, TransformOptions } from "./messages.ts";
import type { Outcome } from "./stream-health.ts";
import { StreamWatch } from "./stream-watch.ts";

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

const watch = new StreamWatch({
  now: () => performance.now(),
  later: (act, ms) => void setTimeout(act, ms),
  problem: (producerId, problem) => scope.postMessage({ type: "problem", producerId, problem }),
});
const encryptor = new Encryptor(() => scope.postMessage({ type: "key-worn" }));
const decryptor = new Decryptor(watch, (participantId) =>
  scope.postMessage({ type: "missing-key", participantId }),
);

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
    case "ask":
      return scope.postMessage({ type: "ready" });
  }
};

scope.onrtctransform = ({ transformer }) => {
  const { options, readable, writable } = transformer;
  if (options.direction === "receive") {
    const same = receivers.get(options.producerId) ?? new Set();
    receivers.set(options.producerId, same.add(transformer));
  }
  const transform = options.direction === "send" ? outgoing(options) : incoming(options.producerId);
  readable
    .pipeThrough(new TransformStream(transform))
    .pipeTo(writable)
    .catch(() => undefined)
    .finally(() => receivers.get(options.producerId)?.delete(transformer));
};

function outgoing(options: Extract<TransformOptions, { direction: "send" }>) {
  const note = (outcome: Outcome) => watch.note(options.producerId, outcome);
  const encrypt = async (frame: EncodedFrame) => {
    const data = new Uint8Array(frame.data);
    const clear =
      "type" in frame ? clearBytesOf(codecOf(frame), { type: frame.type, length: data.length }) : 0;
    const sealed = await encryptor.encrypt(data, options, clear);
    note(sealed === null ? "unencryptable" : "passed");
    return sealed;
  };
  return frameTransform(encrypt, () => note("unencryptable"));
}

function incoming(producerId: string) {
  return frameTransform(
    (frame: EncodedFrame) => decryptor.decrypt(new Uint8Array(frame.data), producerId),
    () => watch.note(producerId, "undecryptable"),
  );
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
