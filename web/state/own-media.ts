import { LIMITS } from "../../protocol/limits.ts";
import type { Call } from "../call/call.ts";
import { applyProcessing, isProcessedAs } from "../call/capture.ts";
import { captureScreen } from "../call/capture-screen.ts";
import { CAMERA_SETTINGS, MICROPHONE_SETTINGS, SCREEN_AUDIO_SETTINGS } from "../call/encodings.ts";
import type { CaptureFault, LocalStream, ShareOptions, VoiceProcessing } from "../call/types.ts";
import { randomUuid } from "../call/uuid.ts";
import { t } from "../language/translate.ts";
import { store } from "./call-store.ts";
import { refreshDevices } from "./device-list.ts";
import { captureChosen, type DeviceKind, rememberDevice } from "./devices.ts";
import { notify } from "./notices.ts";
import { preferences, setPreferences } from "./preferences.ts";
import { stopWithCopies } from "./track-copies.ts";

/** One's own devices and screens in a call: captures them, and has the call send them. */
export class OwnMedia {
  readonly #call: Call;
  readonly #isCurrent: () => boolean;
  /** Presses that come while a device is being opened wait for it, so that no device is opened twice. */
  readonly #turns: Record<DeviceKind, Promise<unknown>> = {
    microphone: Promise.resolve(),
    camera: Promise.resolve(),
  };

  constructor(call: Call, isCurrent: () => boolean) {
    this.#call = call;
    this.#isCurrent = isCurrent;
  }

  /** Off is paused and muted, so that going on is instant. */
  setMicrophone(on: boolean): Promise<CaptureFault | null> {
    return this.#inTurn("microphone", async () => {
      const stream = find("microphone");
      if (stream === undefined) return on ? this.#open("microphone") : null;
      this.#call.setPaused(stream.key, !on);
      return null;
    });
  }

  /** Opens the microphone without anybody hearing it yet, so that unmuting is instant. */
  readyMicrophone(): Promise<CaptureFault | null> {
    return this.#inTurn("microphone", async () => {
      return find("microphone") === undefined ? this.#open("microphone", true) : null;
    });
  }

  /** Off is stopped, so that the camera's light goes out. */
  setCamera(on: boolean): Promise<CaptureFault | null> {
    return this.#inTurn("camera", async () => {
      const stream = find("camera");
      if (on) return stream === undefined ? this.#open("camera") : null;
      if (stream !== undefined) this.#call.unpublish(stream.key);
      return null;
    });
  }

  /** Sends a track that was captured before the call. */
  publish(kind: DeviceKind, track: MediaStreamTrack, muted = false): void {
    const settings = kind === "microphone" ? { audio: MICROPHONE_SETTINGS } : { video: CAMERA_SETTINGS };
    const { key } = this.#call.publish(kind, track, settings, kind);
    if (muted) this.#call.setPaused(key, true);
  }

  /** Changes to another device, at once where one is in use. */
  switchDevice(kind: DeviceKind, deviceId: string): Promise<CaptureFault | null> {
    rememberDevice(kind, deviceId);
    return this.#inTurn(kind, () => this.#reopen(kind));
  }

  /** Has the microphone's sound processed in another way, at once where it is in use. */
  setProcessing(change: Partial<VoiceProcessing>): Promise<CaptureFault | null> {
    setPreferences({ voice: { ...preferences.value.voice, ...change } });
    return this.#inTurn("microphone", async () => {
      const stream = find("microphone");
      if (stream === undefined || (await applyProcessing(stream.track, preferences.value.voice))) return null;
      const fault = await this.#reopen("microphone");
      const reopened = find("microphone");
      if (fault !== null || reopened === undefined) return fault;
      if (isProcessedAs(reopened.track.getSettings(), preferences.value.voice)) return null;
      // Chromium may give an open device once more as it is. Closed for a moment, it is opened as wanted.
      for (const { track } of [stream, reopened]) stopWithCopies(track);
      return this.#reopen("microphone");
    });
  }

  /** Blurs the camera's background or leaves it as it is, at once where it is in use. */
  setBlur(blurBackground: boolean): Promise<CaptureFault | null> {
    setPreferences({ blurBackground });
    return this.#inTurn("camera", () => this.#reopen("camera"));
  }

  /** Shares a screen that the person picks, with its sound where there is some. */
  async startShare(options: ShareOptions): Promise<CaptureFault | null> {
    const captured = await captureScreen(options);
    if ("fault" in captured) return captured.fault;
    const { video, audio } = captured.ok;
    if (!this.#isCurrent()) {
      video.stop();
      audio?.stop();
      return null;
    }
    const group = randomUuid();
    const { content, frameRate, maxBitrate } = options;
    this.#call.publish("screen", video, { video: { content, frameRate, maxBitrate } }, group);
    if (audio === null) return null;
    if (store.local.value.length < LIMITS.producersPerParticipant) {
      this.#call.publish("screen-audio", audio, { audio: SCREEN_AUDIO_SETTINGS }, group);
    } else {
      // Refused, it would take the screen with it.
      audio.stop();
      notify("info", t("This screen is shared without its sound: you share as much as one person can."));
    }
    return null;
  }

  /** Stops one screen, or all of one's own. */
  stopShare(producerId?: string): void {
    for (const stream of store.local.value) {
      const wanted = producerId === undefined || stream.producerId === producerId;
      if (stream.source === "screen" && wanted) this.#call.unpublish(stream.key);
    }
  }

  /** Opens a device in use anew, as it is chosen now. The old one is sent until the new one delivers. */
  async #reopen(kind: DeviceKind): Promise<CaptureFault | null> {
    if (find(kind) === undefined) return null;
    const captured = await captureChosen(kind);
    const stream = find(kind);
    if ("fault" in captured) {
      if (stream?.track.readyState === "ended") this.#call.unpublish(stream.key);
      return captured.fault;
    }
    if (stream === undefined) captured.ok.stop();
    else await this.#call.replaceTrack(stream.key, captured.ok);
    return null;
  }

  async #open(kind: DeviceKind, muted = false): Promise<CaptureFault | null> {
    const captured = await captureChosen(kind);
    if ("fault" in captured) return captured.fault;
    if (this.#isCurrent()) this.publish(kind, captured.ok, muted);
    else captured.ok.stop();
    void refreshDevices();
    return null;
  }

  #inTurn(kind: DeviceKind, act: () => Promise<CaptureFault | null>): Promise<CaptureFault | null> {
    const turn = this.#turns[kind].then(act);
    this.#turns[kind] = turn.catch(() => undefined);
    return turn;
  }
}

function find(source: DeviceKind): LocalStream | undefined {
  return store.local.value.find((stream) => stream.source === source);
}
