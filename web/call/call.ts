import type * as v from "valibot";
import type { Session as Pass } from "../../protocol/api.ts";
import { wireError } from "../../protocol/errors.ts";
import type { RoundTrips } from "../../protocol/probes.ts";
import type { Annotated, Mark } from "../../protocol/room/annotations.ts";
import type { Cheered } from "../../protocol/room/hands.ts";
import type { Joined, Snapshot } from "../../protocol/room/join.ts";
import type { WaitingPerson } from "../../protocol/room/lobby.ts";
import type { Source } from "../../protocol/room/producers.ts";
import type { ReadMark, Typing } from "../../protocol/room/reading.ts";
import type { RoomEvent, ToPage } from "../../protocol/room/to-page.ts";
import { AudioOutput, type Sound } from "./audio-output.ts";
import { CallMedia } from "./call-media.ts";
import { ChatChannel } from "./chat-channel.ts";
import type { Outgoing } from "./connection.ts";
import { takeSocket } from "./early-socket.ts";
import type { Bytes } from "./encryption/bytes.ts";
import type { Encryption, EncryptionView } from "./encryption/encryption.ts";
import { type PreparedMedia, prepareMedia } from "./media.ts";
import { ReadReport } from "./read-report.ts";
import { reserveTransports, tellReady } from "./reservation.ts";
import type { SendSettings } from "./sending.ts";
import { Session } from "./session.ts";
import { monitorSpeaking } from "./speaking-monitor.ts";
import { type CallQuality, monitorQuality } from "./stats/quality-monitor.ts";
import type { StatsSource } from "./stats/stats-source.ts";
import type { CallFault, EndReason, LocalStream, MediaStatus, RemoteStream, Renewal } from "./types.ts";
import { type ShownList, Watching } from "./watching.ts";

/** Who joins, and how a pass is renewed. */
export interface CallOptions {
  pass: Pass;
  name: string;
  tab: string;
  /** What the room's link holds; then everything is encrypted with it, whatever the room says. */
  secret: Bytes | null;
  /** What is known of the way to media nodes. */
  roundTrips: RoundTrips;
  renewPass(): Promise<Renewal>;
}

/** What a call tells its owner. */
export interface CallListener {
  /** In the room, for the first time or anew after a place was lost. */
  joined(joined: Joined): void;
  resumed(): void;
  reconnecting(): void;
  /** At the door: somebody has to let this page in, who is `attended` there or not. */
  waiting(attended: boolean): void;
  snapshot(snapshot: Snapshot): void;
  event(event: RoomEvent): void;
  /** What somebody else does on a share. */
  annotated(annotated: Annotated): void;
  /** Somebody came in who lacks what this page has drawn and keeps. */
  recall(participantId: string): void;
  /** Somebody else shows something for a moment. */
  cheered(cheered: Cheered): void;
  /** Somebody else writes, or no longer. */
  typing(typing: Typing): void;
  /** People have read on. */
  readMarks(marks: readonly ReadMark[]): void;
  /** Who waits at the door; told to those who may let them in. */
  lobby(people: readonly WaitingPerson[]): void;
  ended(reason: EndReason): void;
  localStreams(streams: readonly LocalStream[]): void;
  remoteStreams(streams: readonly RemoteStream[]): void;
  mediaStatus(status: MediaStatus): void;
  speaking(participantIds: ReadonlySet<string>): void;
  soundBlocked(blocked: boolean): void;
  encryption(view: EncryptionView): void;
  quality(quality: CallQuality): void;
  fault(fault: CallFault): void;
}

/** Readies the browser's media, so that a later join does not wait for it. */
export async function prepareCall(): Promise<void> {
  await prepareMedia();
}

/** Readies the way to the node, too, by the early socket and the pass that somebody will join with. */
export async function prepareWay(pass: Pass): Promise<void> {
  reserveTransports(await prepareMedia(), pass);
}

/** A person's part in a room: signaling, media and sound together. Made once for each join; `ended` is its last word. */
export class Call {
  readonly chat: ChatChannel;
  readonly #listener: CallListener;
  readonly #session: Session;
  readonly #media: CallMedia;
  readonly #encryption: Encryption | null;
  readonly #sound: AudioOutput;
  readonly #watching: Watching;
  readonly #reading: ReadReport;
  readonly #stopListening: () => void;
  readonly #stopJudging: () => void;
  readonly #abort = new AbortController();
  #selfId: string | null = null;

  private constructor(
    options: CallOptions,
    prepared: PreparedMedia,
    encryption: Encryption | null,
    listener: CallListener,
  ) {
    this.#listener = listener;
    this.#encryption = encryption;
    this.#sound = new AudioOutput((blocked) => listener.soundBlocked(blocked));
    this.#session = new Session(
      {
        ...options,
        media: prepared.capabilities,
        identity: encryption?.identity ?? null,
        tellReady,
        connect: takeSocket,
        now: Date.now,
        random: Math.random,
      },
      {
        joined: (joined) => this.#handleJoined(joined),
        resumed: () => {
          this.#media.reconcile();
          this.#watching.tellAgain();
          this.#reading.tellAgain();
          listener.resumed();
        },
        reconnecting: () => listener.reconnecting(),
        waiting: (attended) => listener.waiting(attended),
        message: (message) => this.#handleMessage(message),
        ended: (reason) => this.#handleEnded(reason),
      },
    );
    encryption?.connect(this.#session, (view) => listener.encryption(view));
    this.chat = new ChatChannel(options.pass.roomId, this.#session, encryption);
    this.#watching = new Watching(this.#session);
    this.#reading = new ReadReport(this.#session);
    this.#media = new CallMedia(prepared, this.#session, options.pass.ice, encryption, this.#watching, {
      localStreams: (streams) => listener.localStreams(streams),
      remoteStreams: (streams) => {
        this.#sound.play(soundsOf(streams));
        listener.remoteStreams(streams);
      },
      status: (status) => {
        listener.mediaStatus(status);
        // Where the page's network has changed, the room is as far away as the node: without it nothing is repaired.
        if (status === "interrupted") this.#session.wake();
      },
      fault: (fault) => listener.fault(fault),
    });
    this.#stopListening = monitorSpeaking(
      { receivers: () => this.#media.microphones(), own: () => this.#ownMicrophone() },
      (speakers) => listener.speaking(speakers),
    );
    this.#stopJudging = monitorQuality(
      () => this.statsSources(),
      (quality) => listener.quality(quality),
    );
    this.#watchThePage();
  }

  /** Begins to join; the listener hears how it goes. Null where the browser cannot carry a call, which it is told too. */
  static async join(options: CallOptions, listener: CallListener): Promise<Call | null> {
    const refuse = (detail: string) => {
      listener.ended({ kind: "refused", error: wireError("media_rejected", detail) });
      return null;
    };
    const prepared = await prepareMedia().catch(() => null);
    if (prepared === null) return refuse("This browser cannot carry a call: it has no WebRTC.");
    const { secret, pass } = options;
    const encryption = secret === null ? null : await startEncryption(secret, pass.roomId);
    if (encryption === "failed") {
      return refuse("The encryption did not start, so nothing was sent. Reload the page and try again.");
    }
    const call = new Call(options, prepared, encryption, listener);
    call.#session.start();
    return call;
  }

  /** Sends a track from now on; it is the call's to stop. Tracks of one group end together. */
  publish(source: Source, track: MediaStreamTrack, settings: SendSettings, group: string): LocalStream {
    return this.#media.publications.add(source, track, settings, group);
  }

  /** Stops one of one's own streams. */
  unpublish(key: string): void {
    this.#media.publications.remove(key);
  }

  /** Pauses one of one's own streams, or goes on with it. */
  setPaused(key: string, paused: boolean): void {
    this.#media.publications.setPaused(key, paused);
  }

  /** Sends another track in one of one's own streams. */
  replaceTrack(key: string, track: MediaStreamTrack): Promise<void> {
    return this.#media.publications.replaceTrack(key, track);
  }

  /** Every stream that is sent or received, to be asked how it is. */
  statsSources(): readonly StatsSource[] {
    return this.#media.statsSources();
  }

  /** Shows what one does on a share: to all others, or to one. Lost where there is no connection. */
  annotate(producerId: string, marks: Mark[], to?: string): void {
    this.#session.send({ type: "annotate", producerId, marks, ...(to === undefined ? {} : { to }) });
  }

  /** Shows everybody an emoji for a moment. Lost where there is no connection. */
  cheer(reaction: Cheered["reaction"]): void {
    this.#session.send({ type: "cheer", reaction });
  }

  /** Shows the others that one writes, or no longer. Lost where there is no connection. */
  typing(on: boolean): void {
    this.#session.send({ type: "set-typing", on });
  }

  /** Has the room know how far one has read. */
  readUpTo(seq: number): void {
    this.#reading.set(seq);
  }

  /** Asks the room for something; resolves to its answer, and rejects with a CallError. */
  ask<S extends v.GenericSchema>(message: Outgoing, schema: S): Promise<v.InferOutput<S>> {
    if (message.type === "rename") this.#session.rename(message.name);
    return this.#session.request(message, schema);
  }

  /** Has the room send what is shown, and no more. */
  watch(list: ShownList): void {
    this.#watching.set(list);
  }

  /** Plays the sound that the browser held back: call it from a click. */
  resumeSound(): Promise<void> {
    return this.#sound.resume();
  }

  /** Plays the others on another device from now on; null is the system's own. */
  setSpeaker(deviceId: string | null): void {
    this.#sound.setSpeaker(deviceId);
  }

  /** Leaves for good. */
  leave(): void {
    this.#session.leave();
  }

  #handleJoined(joined: Joined): void {
    this.#selfId = joined.participantId;
    this.#listener.joined(joined);
    // Before media: whose a stream is must be known when its first frame comes.
    this.#encryption?.handleJoined(joined);
    this.#media.handleJoined(joined);
    this.#watching.startOver();
    this.#reading.tellAgain();
  }

  /** The page's picture of the room is brought up to date first: what media does next may be about it. */
  #handleMessage(message: ToPage): void {
    switch (message.type) {
      case "snapshot":
        this.#listener.snapshot(message);
        break;
      case "offer":
      case "media-failed":
      case "consumers":
      case "relayed":
      case "demand":
      case "fault":
        break;
      case "annotated":
        return this.#listener.annotated(message);
      case "recall":
        return this.#listener.recall(message.participantId);
      case "cheered":
        return this.#listener.cheered(message);
      case "typing":
        return this.#listener.typing(message);
      case "read-marks":
        return this.#listener.readMarks(message.marks);
      case "lobby":
        return this.#listener.lobby(message.people);
      case "waiting":
      // Too late: this page has joined without.
      case "reserved":
        return;
      default:
        this.#listener.event(message);
    }
    this.#encryption?.handleMessage(message);
    this.#media.handleMessage(message);
  }

  #handleEnded(reason: EndReason): void {
    this.#abort.abort();
    this.#stopListening();
    this.#stopJudging();
    this.#watching.close();
    this.#reading.close();
    this.#media.close();
    this.#encryption?.close();
    this.#sound.close();
    this.#listener.ended(reason);
  }

  #ownMicrophone(): { participantId: string; sender: RTCRtpSender } | null {
    const [sender] = this.#media.publications.senders("microphone");
    return sender === undefined || this.#selfId === null ? null : { participantId: this.#selfId, sender };
  }

  /** A network or a tab that comes back is worth a look at the connection. */
  #watchThePage(): void {
    const { signal } = this.#abort;
    addEventListener("online", () => this.#session.wake(), { signal });
    const whenVisible = () => document.visibilityState === "visible" && this.#session.wake();
    document.addEventListener("visibilitychange", whenVisible, { signal });
    // The place in the room is kept for a reload, but nobody should look at the last picture of a closed tab.
    addEventListener("pagehide", () => this.#media.publications.removeAll(), { signal });
  }
}

/** What is to be heard; the old track of a stream only as long as there is no new one. */
function soundsOf(streams: readonly RemoteStream[]): Sound[] {
  const sounds = streams
    .filter(({ track }) => track.kind === "audio")
    .map(({ participantId, streamId, stale, track }) => ({
      key: `${participantId} ${streamId}`,
      stale,
      track,
    }));
  const live = new Set(sounds.filter(({ stale }) => !stale).map(({ key }) => key));
  return sounds.filter(({ key, stale }) => !stale || !live.has(key));
}

/** Loaded only for rooms that are encrypted. */
async function startEncryption(secret: Bytes, roomId: string): Promise<Encryption | "failed"> {
  try {
    const { Encryption } = await import("./encryption/encryption.ts");
    return await Encryption.create(secret, roomId);
  } catch {
    return "failed";
  }
}
