import { hide, show } from "../../state/watching.ts";
import { showTrack } from "../picture.tsx";
import type { Place } from "../place.ts";

/** A track that is played unseen, to be painted. */
interface Player {
  readonly track: MediaStreamTrack;
  readonly video: HTMLVideoElement;
  /** The size in which it is wanted, as the room was told. */
  wanted: string;
}

/** The pictures of a scene, each in a `<video>` that nobody sees: the page's own may be out of sight, or in another window. */
export class Pictures {
  /** By the key of their tile: what is painted, and what takes its place as soon as it has something to show. */
  readonly #players = new Map<string, { shown: Player | null; next: Player | null }>();

  /** Plays what a scene shows, and nothing else. */
  follow(scene: readonly Place[]): void {
    const wanted = new Map(scene.map((place) => [place.tile.key, place]));
    for (const [key, { shown, next }] of this.#players) {
      if (wanted.has(key)) continue;
      close(shown);
      close(next);
      this.#players.delete(key);
    }
    for (const [key, place] of wanted) this.#play(key, place);
  }

  /** What is to be painted at a tile; null where there is nothing to see. */
  of(key: string): HTMLVideoElement | null {
    const players = this.#players.get(key);
    if (!players) return null;
    if (players.next && players.next.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      close(players.shown);
      players.shown = players.next;
      players.next = null;
    }
    const { shown, next } = players;
    return shown?.video ?? (next && shownOnPage(next.track));
  }

  close(): void {
    this.follow([]);
  }

  #play(key: string, { tile: { stream, source, person }, width, height }: Place): void {
    const track = stream && (source === "screen" || !stream.paused) ? stream.track : null;
    const players = this.#players.get(key) ?? { shown: null, next: null };
    this.#players.set(key, players);
    const { shown, next } = players;
    if (track === null) {
      close(shown);
      close(next);
      this.#players.set(key, { shown: null, next: null });
      return;
    }
    const latest = next ?? shown;
    if (latest?.track !== track) {
      close(next);
      const video = document.createElement("video");
      video.muted = true;
      video.playsInline = true;
      showTrack(video, track);
      players.next = { track, video, wanted: "" };
    }
    // It is wanted in this size by whoever sends it, also while nobody looks at the page.
    const player = players.next ?? players.shown;
    const wanted = `${width} × ${height}`;
    if (!player || person.isSelf || player.wanted === wanted) return;
    player.wanted = wanted;
    show(player.video, { track, width, height, share: 0 });
  }
}

/** A share that does not change sends nothing new, which another element would show: the page's own has it already. */
function shownOnPage(track: MediaStreamTrack): HTMLVideoElement | null {
  const shows = ({ srcObject, readyState }: HTMLVideoElement) =>
    readyState >= HTMLMediaElement.HAVE_CURRENT_DATA &&
    srcObject instanceof MediaStream &&
    srcObject.getTracks().includes(track);
  return [...document.querySelectorAll("video")].find(shows) ?? null;
}

function close(player: Player | null): void {
  if (player === null) return;
  hide(player.video);
  player.video.srcObject = null;
}
