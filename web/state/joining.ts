import type { Session, SessionRequest } from "../../protocol/api.ts";
import { wireError } from "../../protocol/errors.ts";
import type { RoundTrips } from "../../protocol/probes.ts";
import { ACTION_OF_SOURCE, may } from "../../protocol/room/permissions.ts";
import type { Bytes } from "../call/encryption/bytes.ts";
import type { Renewal } from "../call/types.ts";
import { joinedWithoutWords } from "./fault-words.ts";
import { notify } from "./notices.ts";
import type { OwnMedia } from "./own-media.ts";
import { preferences } from "./preferences.ts";
import { requestSession } from "./session-request.ts";

/** A device at the time of joining. A track that was previewed is taken over. */
interface JoinDevice {
  on: boolean;
  deviceId: string | null;
  track?: MediaStreamTrack | null;
}

/** Who joins which room, with what. */
export interface JoinOptions {
  slug: string;
  session: Session;
  /** What one has to come in with, for when the pass has to be renewed. */
  entry: SessionRequest;
  name: string;
  tab: string;
  /** What the room's link holds, where the room is encrypted. */
  secret: Bytes | null;
  /** What is known of the way to media nodes. */
  roundTrips: RoundTrips;
  microphone: JoinDevice;
  camera: JoinDevice;
}

/** Publishes what was previewed, and opens what is wanted besides, where one may. */
export function startDevices(own: OwnMedia, options: JoinOptions, { role, room }: Session): void {
  for (const kind of ["microphone", "camera"] as const) {
    const { track } = options[kind];
    const on = options[kind].on && may(role, ACTION_OF_SOURCE[kind], room.rules);
    const muted = kind === "microphone" && preferences.value.voiceMode === "push-to-talk";
    if (!on) track?.stop();
    else if (track?.readyState === "live") own.publish(kind, track, muted);
    else {
      const opened = muted
        ? own.readyMicrophone()
        : kind === "microphone"
          ? own.setMicrophone(true)
          : own.setCamera(true);
      void opened.then((fault) => fault && notify("error", joinedWithoutWords(kind, fault)));
    }
  }
}

/** Stops what was previewed, where no call takes it over. */
export function stopTracks({ microphone, camera }: JoinOptions): void {
  microphone.track?.stop();
  camera.track?.stop();
}

/** Asks for another pass into the same room. */
export async function renewPass(slug: string, entry: SessionRequest): Promise<Renewal> {
  const result = await requestSession(slug, entry);
  if (result.kind === "ok") return { pass: result.session };
  if (result.kind === "not_found") return { error: wireError("room_not_found"), offline: false };
  return { error: result.error, offline: result.offline };
}
