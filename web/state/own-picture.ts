import * as v from "valibot";
import { wireError } from "../../protocol/errors.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { PICTURE_PATHS, pictureStoredSchema } from "../../protocol/pictures.ts";
import { t } from "../language/translate.ts";
import { account, rememberAccount } from "./remembered-account.ts";
import { type Answer, request } from "./request.ts";

/** Has others see this picture of one: its middle, made small. Nothing else that is in the file leaves the browser. */
export async function choosePicture(file: Blob): Promise<Answer<unknown>> {
  const small = await portrait(file).catch(() => null);
  if (small === null) {
    const error = wireError("bad_file", t("That is no picture that this browser can read."));
    return { kind: "error", error, offline: false };
  }
  const answer = await request("PUT", PICTURE_PATHS.own, small, pictureStoredSchema);
  if (answer.kind === "ok") become(answer.value.picture);
  return answer;
}

/** Has others see one's initials. */
export async function removePicture(): Promise<Answer<unknown>> {
  const answer = await request("DELETE", PICTURE_PATHS.own, {}, v.object({}));
  if (answer.kind === "ok") become(null);
  return answer;
}

function become(picture: string | null): void {
  if (account.value) rememberAccount({ ...account.value, picture });
}

/** The middle of a picture, as a square of `LIMITS.portraitSide` pixels. */
async function portrait(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const side = Math.min(width, height);
  const canvas = new OffscreenCanvas(LIMITS.portraitSide, LIMITS.portraitSide);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  const from = [(width - side) / 2, (height - side) / 2, side, side] as const;
  context.drawImage(bitmap, ...from, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  // Where a browser cannot make WebP it makes PNG, which is as small as this, too.
  return canvas.convertToBlob({ type: "image/webp", quality: 0.9 });
}
