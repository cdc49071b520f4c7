import { PICTURE_SPAN } from "../../../protocol/room/annotations.ts";
import type { ShareMarks } from "../../state/annotations/marks.ts";
import { strokePath } from "../annotations/stroke-path.ts";
import type { Rect } from "../divide.ts";
import type { Place } from "../place.ts";
import { initials, tintOf } from "../text.ts";
import { titleOf } from "../tile-title.ts";
import { RECORDED_SIZE } from "./scene.ts";

/** The same as the page's, where pictures lie on dark in both themes. */
const COLOURS = { ground: "#0f1413", tile: "#1a211f", face: "#2f3b37", text: "#eef3f1", shade: "#0a0f0dc4" };
const SPEAKING = "#35c9b1";
/** What people draw with, by their tint. */
const INKS = ["#14b8a0", "#4d9bff", "#d16be6", "#f5a524", "#93c522", "#ff6a5e"];
const FONT = "system-ui, sans-serif";
const CAPTION_PX = 20;
const CORNER_PX = 10;

/** What is known of a scene besides its places. */
export interface Scenery {
  /** The picture at a tile; null where there is nothing to see. */
  readonly pictureOf: (key: string) => HTMLVideoElement | null;
  readonly nameOf: (participantId: string) => string;
  readonly marksOn: (ownerId: string, streamId: string) => ShareMarks;
}

/** Paints scenes, one over the other. */
export class Painter {
  readonly canvas = new OffscreenCanvas(RECORDED_SIZE.width, RECORDED_SIZE.height);
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor() {
    const context = this.canvas.getContext("2d", { alpha: false });
    if (context === null) throw new Error("There is nothing to paint on.");
    this.#context = context;
  }

  paint(scene: readonly Place[], scenery: Scenery): void {
    const { width, height } = RECORDED_SIZE;
    this.#context.fillStyle = COLOURS.ground;
    this.#context.fillRect(0, 0, width, height);
    // A share that is alone in front needs no name, and keeps its corners.
    const [first, ...others] = scene.filter(({ inFront }) => inFront);
    const leading = first?.tile.source === "screen" && others.length === 0 ? first : null;
    for (const place of scene) this.#paintTile(place, place === leading, scenery);
  }

  #paintTile(place: Place, leads: boolean, scenery: Scenery): void {
    const { tile } = place;
    const context = this.#context;
    const picture = scenery.pictureOf(tile.key);
    context.save();
    if (!leads) this.#clip(place);
    context.fillStyle = COLOURS.tile;
    context.fillRect(place.x, place.y, place.width, place.height);
    if (picture) {
      const box = placedPicture(picture, place, tile.source === "camera" ? "cover" : "contain");
      context.drawImage(picture, box.x, box.y, box.width, box.height);
      const marks =
        tile.stream && tile.source === "screen" && scenery.marksOn(tile.person.id, tile.stream.streamId);
      if (marks) this.#paintMarks(marks, box, scenery.nameOf);
    } else if (tile.source === "camera") this.#paintFace(place);
    if (!leads) this.#paintCaption(titleOfTile(place), place.x + 8, place.y + place.height - 8);
    context.restore();
    if (tile.person.speaking && tile.source === "camera") this.#outline(place);
  }

  #clip({ x, y, width, height }: Rect): void {
    this.#context.beginPath();
    this.#context.roundRect(x, y, width, height, CORNER_PX);
    this.#context.clip();
  }

  #outline({ x, y, width, height }: Rect): void {
    const context = this.#context;
    context.beginPath();
    context.roundRect(x + 2, y + 2, width - 4, height - 4, CORNER_PX - 2);
    context.lineWidth = 4;
    context.strokeStyle = SPEAKING;
    context.stroke();
  }

  #paintFace({ tile, x, y, width, height }: Place): void {
    const context = this.#context;
    const radius = Math.min(width, height) * 0.24;
    const [centreX, centreY] = [x + width / 2, y + height / 2];
    context.beginPath();
    context.arc(centreX, centreY, radius, 0, 2 * Math.PI);
    context.fillStyle = COLOURS.face;
    context.fill();
    context.font = `600 ${Math.round(radius * 0.8)}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = COLOURS.text;
    context.fillText(initials(tile.person.name), centreX, centreY);
  }

  /** Its lower left corner is at (x, y). */
  #paintCaption(text: string, x: number, y: number, ground = COLOURS.shade): void {
    const context = this.#context;
    context.font = `550 ${CAPTION_PX}px ${FONT}`;
    const height = CAPTION_PX + 12;
    context.beginPath();
    context.roundRect(x, y - height, context.measureText(text).width + 20, height, 6);
    context.fillStyle = ground;
    context.fill();
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillStyle = COLOURS.text;
    context.fillText(text, x + 10, y - height / 2 + 1);
  }

  #paintMarks(marks: ShareMarks, box: Rect, nameOf: (id: string) => string): void {
    const context = this.#context;
    const [scaleX, scaleY] = [box.width / PICTURE_SPAN, box.height / PICTURE_SPAN];
    for (const [authorId, { strokes, pointer }] of marks) {
      const ink = INKS[tintOf(authorId, INKS.length)] ?? COLOURS.text;
      for (const { points } of strokes) {
        const path = new Path2D();
        path.addPath(new Path2D(strokePath(points)), new DOMMatrix([scaleX, 0, 0, scaleY, box.x, box.y]));
        context.lineCap = "round";
        context.lineJoin = "round";
        this.#stroke(path, COLOURS.shade, 8);
        this.#stroke(path, ink, 5);
      }
      if (pointer) {
        const [x, y] = [box.x + pointer.x * scaleX, box.y + pointer.y * scaleY];
        context.beginPath();
        context.arc(x, y, 8, 0, 2 * Math.PI);
        context.fillStyle = ink;
        context.fill();
        this.#paintCaption(nameOf(authorId), x + 12, y + 40);
      }
    }
  }

  #stroke(path: Path2D, colour: string, width: number): void {
    this.#context.strokeStyle = colour;
    this.#context.lineWidth = width;
    this.#context.stroke(path);
  }
}

function titleOfTile({ tile }: Place): string {
  return tile.source === "screen" ? titleOf(tile) : tile.person.name;
}

/** A picture's rectangle in its place: all of it (`contain`), or as much as fills the place (`cover`). */
export function placedPicture(
  { videoWidth, videoHeight }: Pick<HTMLVideoElement, "videoWidth" | "videoHeight">,
  place: Rect,
  how: "contain" | "cover",
): Rect {
  if (videoWidth === 0 || videoHeight === 0) return place;
  const [wide, high] = [place.width / videoWidth, place.height / videoHeight];
  const scale = how === "contain" ? Math.min(wide, high) : Math.max(wide, high);
  const [width, height] = [videoWidth * scale, videoHeight * scale];
  return { x: place.x + (place.width - width) / 2, y: place.y + (place.height - height) / 2, width, height };
}
