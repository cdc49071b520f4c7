import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WIDTH = 640;
const HEIGHT = 360;
const FRAME_RATE = 15;

type Colour = readonly [red: number, green: number, blue: number];

/** A film of a drawn figure before a chequered wall, for `--use-file-for-fake-video-capture`. */
export async function makeFigureVideo(): Promise<{ flag: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "nearcast-figure-"));
  const path = join(directory, "figure.y4m");
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAME_RATE}:1 Ip A1:1 C420jpeg\n`);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), picture()]);
  await writeFile(path, Buffer.concat([head, ...Array<Buffer>(FRAME_RATE).fill(frame)]));
  return {
    flag: `--use-file-for-fake-video-capture=${path}`,
    remove: () => rm(directory, { recursive: true }),
  };
}

/** The picture in planes of brightness and, at half the size, of the two colours. */
function picture(): Buffer {
  const at = (x: number, y: number) => colourAt(x / WIDTH, y / HEIGHT);
  const plane = (step: number, value: (colour: Colour) => number) =>
    Uint8Array.from({ length: (WIDTH * HEIGHT) / step ** 2 }, (_, index) => {
      const row = Math.floor((index * step) / WIDTH);
      return value(at((index * step) % WIDTH, row * step));
    });
  return Buffer.concat([
    plane(1, ([r, g, b]) => 16 + 0.257 * r + 0.504 * g + 0.098 * b),
    plane(2, ([r, g, b]) => 128 - 0.148 * r - 0.291 * g + 0.439 * b),
    plane(2, ([r, g, b]) => 128 + 0.439 * r - 0.368 * g - 0.071 * b),
  ]);
}

/** Head, hair, eyes, mouth, neck and a striped shirt; behind them squares of grey. */
function colourAt(x: number, y: number): Colour {
  const inside = (cx: number, cy: number, rx: number, ry: number) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;
  if (inside(0.465, 0.4, 0.014, 0.02) || inside(0.535, 0.4, 0.014, 0.02)) return [40, 30, 30];
  if (inside(0.5, 0.53, 0.032, 0.016)) return [170, 70, 70];
  if (inside(0.5, 0.45, 0.012, 0.04)) return [200, 145, 115];
  if (inside(0.5, 0.42, 0.09, 0.21) && y > 0.29) return [224, 172, 140];
  if (inside(0.5, 0.36, 0.115, 0.24) && y < 0.45) return [60, 40, 28];
  if (Math.abs(x - 0.5) < 0.045 && y > 0.55 && y < 0.75) return [208, 154, 124];
  if (inside(0.5, 1.08, 0.3, 0.38)) return Math.floor(y * 90) % 2 === 0 ? [30, 70, 150] : [215, 220, 235];
  return (Math.floor(x * 64) + Math.floor(y * 36)) % 2 === 0 ? [70, 75, 72] : [205, 205, 198];
}
