import type { types } from "mediasoup-client";
import * as v from "valibot";
import { ERRORS } from "../../protocol/errors.ts";
import type { Source } from "../../protocol/room/producers.ts";
import { CallError } from "./call-error.ts";
import { CodecMover } from "./codec-mover.ts";
import type { Outgoing } from "./connection.ts";
import { type Demanded, Demands } from "./demands.ts";
import { type SentStream, sentStream } from "./direct/sent-stream.ts";
import type { VideoPlan } from "./encodings.ts";
import type { MediaProtection } from "./encryption/encryption.ts";
import type { Planned } from "./plan-change.ts";
import { Publication } from "./publication.ts";
import { compareStreams, type Published, publishAgainMs, worthRepublishing } from "./publish-retry.ts";
import { acknowledgeProduce, type Sending, type SendPath, type SendSettings } from "./sending.ts";
import type { Signal } from "./signal.ts";
import type { CallFault, LocalStream } from "./types.ts";
import { randomUuid } from "./uuid.ts";
import type { VideoPlanner } from "./video-planner.ts";

/** A lost producer waits this long for the news that all media is lost, which brings new transports anyway. */
const AFTER_LOSS_MS = 400;

/** What publications tell their owner. */
export interface PublicationsListener {
  changed(): void;
  fault(fault: CallFault): void;
  /** Nothing can be sent by the path any more, and another one is needed. */
  pathBroken(): void;
}

/** Everything that this page sends. */
export class Publications {
  readonly #signal: Signal;
  readonly #listener: PublicationsListener;
  readonly #planner: VideoPlanner;
  readonly #protection: MediaProtection | null;
  readonly #mover: CodecMover;
  readonly #all = new Map<string, Publication>();
  /** What a person says and shows of themselves plays in step; a screen with its own sound. */
  readonly #personSync = randomUuid();
  readonly #demands = new Demands((producerId) => this.#find(producerId));
  #path: SendPath | null = null;

  constructor(
    signal: Signal,
    planner: VideoPlanner,
    protection: MediaProtection | null,
    listener: PublicationsListener,
  ) {
    this.#signal = signal;
    this.#planner = planner;
    this.#protection = protection;
    this.#mover = new CodecMover(planner, {
      move: (publication, plan) => this.#produce(publication, publication.prepareNext(), plan),
      limit: (publication, planned) => this.#limit(publication, planned),
    });
    this.#listener = listener;
  }

  /** What is sent, or will be as soon as there is a transport. */
  list(): LocalStream[] {
    return [...this.#all.values()].map((publication) => publication.describe());
  }

  /** What the node is sent, as it is sent directly. */
  sentStreams(): SentStream[] {
    return [...this.#all.values()].map(sentStream).filter((stream) => stream !== null);
  }

  /** The senders of one source, to listen to what they send. */
  senders(source: Source): RTCRtpSender[] {
    return [...this.#all.values()]
      .filter((publication) => publication.source === source && !publication.paused)
      .map(({ producer }) => producer?.rtpSender)
      .filter((sender) => sender !== undefined);
  }

  /** What is sent now, to ask how it is. */
  producers(): { producerId: string; source: Source; paused: boolean; producer: types.Producer }[] {
    return [...this.#all.values()].flatMap(({ producerId, source, paused, producer }) =>
      producer === null || producer.closed ? [] : [{ producerId, source, paused, producer }],
    );
  }

  /** Sends a track from now on; it is this class's to stop. Tracks of one group end together. */
  add(source: Source, track: MediaStreamTrack, settings: SendSettings, group: string): LocalStream {
    const isScreen = source === "screen" || source === "screen-audio";
    const syncGroup = isScreen ? group : this.#personSync;
    const publication = new Publication({ source, track, settings, group, syncGroup });
    this.#all.set(publication.key, publication);
    this.#stopWhenEnded(publication, track);
    if (source === "screen") publication.watchSize(() => this.#mover.consider(publication));
    this.#produce(publication, publication.current);
    this.#listener.changed();
    return publication.describe();
  }

  /** Stops a stream and what belongs to it. */
  remove(key: string): void {
    const publication = this.#all.get(key);
    if (publication !== undefined) this.#remove(publication, true);
  }

  /** Stops every stream. */
  removeAll(): void {
    for (const key of [...this.#all.keys()]) this.remove(key);
  }

  /** Others watch than before. */
  handleAudience(): void {
    for (const publication of this.#all.values()) this.#mover.consider(publication);
  }

  /** Pauses a stream, or goes on with it. */
  setPaused(key: string, paused: boolean): void {
    const publication = this.#all.get(key);
    if (publication === undefined || publication.paused === paused) return;
    this.#showPaused(publication, paused);
    // What is not published yet will say by itself that it is paused.
    for (const { producerId, rtpParameters } of publication.sendings) {
      if (rtpParameters !== null) this.#tell({ type: "set-paused", producerId, paused });
    }
  }

  /** Sends another track in the same stream, for example of another microphone. */
  async replaceTrack(key: string, track: MediaStreamTrack): Promise<void> {
    const publication = this.#all.get(key);
    if (publication === undefined) return track.stop();
    const old = publication.track;
    publication.track = track;
    track.enabled = !publication.paused;
    this.#stopWhenEnded(publication, track);
    await Promise.all(
      publication.flowing.map(({ producer }) => producer?.replaceTrack({ track }).catch(() => undefined)),
    );
    old.stop();
    this.#listener.changed();
  }

  /** Sends everything on another path from now on, under new producer ids; null while there is none. */
  usePath(path: SendPath | null): void {
    this.#path = path;
    if (path !== null) acknowledgeProduce(path.transport);
    for (const publication of this.#all.values()) this.#renew(publication);
    if (this.#all.size > 0) this.#listener.changed();
  }

  /** Moves everything to another path: each stream goes by the old one until the room has it on the new one. */
  moveTo(path: SendPath): void {
    this.#path = path;
    acknowledgeProduce(path.transport);
    for (const publication of this.#all.values()) this.#moveOver(publication);
  }

  /** Tells the room what it has missed of this page's streams while the socket was lost. */
  reconcile(known: readonly Published[]): void {
    for (const publication of this.#all.values()) {
      const { next } = publication;
      if (next === null) continue;
      if (known.some(({ producerId }) => producerId === next.producerId)) this.#adopt(publication);
      else if (next.path !== this.#path) this.#dropNext(publication);
      else if (next.rtpParameters !== null) this.#publish(publication, next);
    }
    const differences = compareStreams(this.list(), known);
    for (const producerId of differences.unpublish) this.#tell({ type: "unpublish", producerId });
    for (const { producerId, paused } of differences.setPaused) {
      this.#tell({ type: "set-paused", producerId, paused });
    }
    for (const producerId of differences.publish) {
      const publication = this.#find(producerId);
      if (publication !== undefined) this.#publish(publication, publication.current);
    }
  }

  /** The room has a stream of this page that the page does not: it was renewed or stopped while that was under way. */
  handleAdded(producerId: string): void {
    const moving = [...this.#all.values()].find(({ next }) => next?.producerId === producerId);
    if (moving !== undefined) this.#adopt(moving);
    else if (this.#find(producerId) === undefined) this.#tell({ type: "unpublish", producerId });
  }

  /** The room says how large streams of this page are wanted. */
  handleDemand(streams: readonly Demanded[]): void {
    this.#demands.hear(streams);
  }

  /** The room says whether the others may draw on one of this page's shares. */
  handleDrawing(producerId: string, drawing: boolean): void {
    const publication = this.#find(producerId);
    if (publication !== undefined) publication.drawing = drawing;
  }

  /** Somebody else paused one of this page's streams. */
  handlePaused(producerId: string, paused: boolean, by: string): void {
    const publication = this.#find(producerId);
    if (publication === undefined || publication.paused === paused) return;
    this.#showPaused(publication, paused);
    this.#listener.fault({ kind: "stream-paused", source: publication.source, by });
  }

  /**
   * One of this page's streams was ended there, not here. Where the media node did it, it is published again; `ofRole`
   * where it went with the right to publish, which the page shows by itself.
   */
  handleRemoved(producerId: string, by: string | null, ofRole: boolean): void {
    const publication = this.#find(producerId);
    if (publication === undefined) return;
    if (by === null) return this.#handleLoss(publication);
    this.#remove(publication, false);
    if (!ofRole) this.#listener.fault({ kind: "stream-stopped", source: publication.source, by });
  }

  /** Stops everything, for good. */
  close(): void {
    this.#demands.close();
    for (const publication of [...this.#all.values()]) this.#close(publication);
    this.#path = null;
  }

  /** Ends a stream and what belongs to it; `tell` where the room has it still. */
  #remove(publication: Publication, tell: boolean): void {
    for (const member of [...this.#all.values()].filter(({ group }) => group === publication.group)) {
      this.#close(member);
      if (tell || member !== publication) this.#tell({ type: "unpublish", producerId: member.producerId });
    }
    this.#listener.changed();
  }

  #handleLoss(publication: Publication): void {
    const now = Date.now();
    publication.losses.push(now);
    if (!worthRepublishing(publication.losses, now)) {
      this.#remove(publication, false);
      return this.#listener.fault({ kind: "stream-stopped", source: publication.source, by: null });
    }
    const { producerId } = publication;
    setTimeout(() => {
      if (publication.closed || publication.producerId !== producerId) return;
      this.#renew(publication);
      this.#listener.changed();
    }, AFTER_LOSS_MS);
  }

  #renew(publication: Publication): void {
    this.#mover.forget(publication);
    publication.renew();
    this.#produce(publication, publication.current);
  }

  #produce(publication: Publication, sending: Sending, planned?: VideoPlan): void {
    const path = this.#path;
    if (path === null) return;
    const means = { path, planner: this.#planner, protection: this.#protection };
    sending
      .start(means, publication, () => this.#publish(publication, sending), planned)
      .then(() => {
        this.#demands.apply(sending.producerId);
        this.#listener.changed();
      })
      .catch(() => {
        // A closed transport ends all that was under way on it: its successor does it again.
        if (this.#path === path && !path.transport.closed) this.#giveUp(publication, sending, "internal");
        else if (publication.next === sending) this.#dropNext(publication);
      });
  }

  /** Begins to send what the room has on the path that is used now, beside the former one; what it has not, on this one alone. */
  #moveOver(publication: Publication): void {
    const { current, next } = publication;
    // A move to another codec that is under way is finished first.
    if (this.#path === null || next !== null || current.path === this.#path) return;
    if (current.isKnown) this.#produce(publication, publication.prepareNext());
    else this.#renew(publication);
  }

  #dropNext(publication: Publication): void {
    publication.dropNext();
    this.#moveOver(publication);
  }

  /** Goes on with a picture by other limits, directly too. */
  #limit({ current }: Publication, { plan, size }: Planned): void {
    current.plan = plan;
    current.size = size;
    this.#demands.limit(
      current.producerId,
      plan.encodings.map(({ maxBitrate }) => maxBitrate),
    );
    this.#listener.changed();
  }

  #publish(publication: Publication, sending: Sending): void {
    const { key: streamId, source, paused, drawing } = publication;
    const { producerId, rtpParameters, replaces, path, size } = sending;
    if (rtpParameters === null) return;
    const mediaEpoch = path?.epoch;
    const what = { producerId, streamId, source, paused, drawing, rtpParameters, mediaEpoch };
    const picture = { ...what, size: size ?? undefined };
    const message: Outgoing = { type: "publish", ...picture, ...(replaces === null ? {} : { replaces }) };
    this.#signal
      .request(message, v.unknown())
      .then(() => {
        sending.isKnown = true;
        if (publication.current === sending) this.#mover.settled(publication);
      })
      .catch((error: unknown) => this.#handleRefusal(publication, sending, error));
  }

  /** The room has the other producer in place of the one before. */
  #adopt(publication: Publication): void {
    publication.adoptNext();
    publication.current.isKnown = true;
    this.#mover.settled(publication);
    this.#moveOver(publication);
    this.#listener.changed();
  }

  #handleRefusal(publication: Publication, sending: Sending, error: unknown): void {
    // Without a socket nothing was refused: `reconcile` publishes it when there is one again.
    if (!(error instanceof CallError) || error.code === "connection_lost") return;
    // Without a path the room ends what was under way on the last one: all of it is published anew on the next.
    if (this.#path === null || !publication.sendings.includes(sending)) return;
    if (publication.next === sending && sending.path !== this.#path) return this.#dropNext(publication);
    sending.refusals += 1;
    const afterMs = publishAgainMs(error.code, error.retryAfterMs, sending.refusals);
    if (afterMs === null) return this.#giveUp(publication, sending, error.code, error.message);
    setTimeout(() => {
      if (publication.sendings.includes(sending)) this.#publish(publication, sending);
    }, afterMs);
  }

  /** A stream cannot be sent like that: a picture is sent in another way, where there is one, and what is sent already as before. */
  #giveUp(publication: Publication, sending: Sending, code: keyof typeof ERRORS, message?: string): void {
    if (publication.closed || !publication.sendings.includes(sending)) return;
    const { current } = publication;
    const isRefused = publication.refuse(sending, code);
    if (sending.isNegotiated && sending.rtpParameters === null) {
      // What was negotiated half way is in each offer after it: everything goes on by another path.
      this.#path = null;
      this.#listener.pathBroken();
      if (isRefused || current !== sending) return;
    }
    // What was sent by a former path, which ends, is no way to go on once the browser has no other.
    const isOver = code === "internal" && !isRefused && current.path !== this.#path;
    if (current !== sending && !isOver) return this.#dropNext(publication);
    if (!isRefused) return this.#fail(publication, code, message);
    this.#renew(publication);
    this.#listener.changed();
  }

  #fail(publication: Publication, code: keyof typeof ERRORS, message: string = ERRORS[code]): void {
    const { source, refused } = publication;
    this.remove(publication.key);
    const isOutOfCodecs = code === "internal" && refused.codecs.size > 0;
    this.#listener.fault(
      isOutOfCodecs ? { kind: "no-codec", source } : { kind: "publish-failed", source, code, message },
    );
  }

  #showPaused(publication: Publication, paused: boolean): void {
    publication.paused = paused;
    publication.track.enabled = !paused;
    this.#listener.changed();
  }

  #stopWhenEnded(publication: Publication, track: MediaStreamTrack): void {
    // "Stop sharing" in the browser's own bar, an unplugged device: `stop()` of ours tells nothing.
    track.addEventListener("ended", () => {
      if (publication.track === track) this.remove(publication.key);
    });
  }

  #close(publication: Publication): void {
    this.#mover.forget(publication);
    publication.close();
    this.#all.delete(publication.key);
  }

  #find(producerId: string): Publication | undefined {
    return [...this.#all.values()].find((publication) => publication.producerId === producerId);
  }

  /** What the room does not take is compared again after the next lost socket. */
  #tell(message: Outgoing): void {
    this.#signal.request(message, v.unknown()).catch(() => undefined);
  }
}
