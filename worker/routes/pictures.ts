import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import type { Account } from "../../protocol/account.ts";
import { uuidSchema } from "../../protocol/ids.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { type SignedInVariables, signedIn } from "../auth/identity.ts";
import { database } from "../db/client.ts";
import { changePicture } from "../db/users.ts";
import { type Env, readConfig } from "../env.ts";
import { pictureType } from "../files/picture-type.ts";
import { deletePicture, storedPicture, storePicture } from "../files/pictures.ts";
import { errorText, log } from "../log.ts";
import { tellUser } from "../user/user-object.ts";
import { refuse } from "./answers.ts";

/** `PUT /` and `DELETE /`: one's own picture. `GET /:id`: anybody's; whoever was told the id may see it. */
export const pictures = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .put(
    "/",
    bodyLimit({
      maxSize: LIMITS.portraitBytes,
      onError: (context) => refuse(context, 413, "file_too_large"),
    }),
    signedIn,
    async (context) => {
      const bytes = new Uint8Array(await context.req.arrayBuffer());
      const type = pictureType(bytes);
      if (type === null) return refuse(context, 415, "bad_file", "That is no picture that a browser shows.");
      const picture = await storePicture(context.env.FILES, bytes, type);
      await become(context.env, context.var.account, picture);
      return context.json({ picture });
    },
  )
  .delete("/", signedIn, async (context) => {
    await become(context.env, context.var.account, null);
    return context.json({});
  })
  .get("/:id", async (context) => {
    const id = context.req.param("id");
    const object = v.is(uuidSchema, id) ? await storedPicture(context.env.FILES, id) : null;
    if (object === null) return refuse(context, 404, "not_found");
    return context.body(object.body, 200, {
      // Another picture has another id.
      "Cache-Control": "private, max-age=604800, immutable",
      "Content-Length": String(object.size),
      "Content-Type": object.httpMetadata?.contentType ?? "application/octet-stream",
    });
  });

/** Somebody has this picture from now on, and the one that they had is deleted. */
async function become(
  env: Env,
  { id, invisible, sharesRoom }: Account,
  picture: string | null,
): Promise<void> {
  const before = await changePicture(database(readConfig(env)), id, picture);
  if (before !== null) await dropPicture(env, before);
  await tellUser(env, id, (user) => user.profileChanged({ invisible, sharesRoom }));
}

/** Deletes a picture that nobody has any more. Where that fails it stays, and nobody knows its id. */
export async function dropPicture(env: Env, picture: string): Promise<void> {
  try {
    await deletePicture(env.FILES, picture);
  } catch (error) {
    log({ event: "picture-not-deleted", picture, error: errorText(error) });
  }
}
