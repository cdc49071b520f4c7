import { Hono } from "hono";
import * as v from "valibot";
import { uuidSchema } from "../../protocol/ids.ts";
import { isPicture } from "../../protocol/room/files.ts";
import { verifyUploadToken } from "../auth/upload-token.ts";
import { type Env, readConfig } from "../env.ts";
import { deleteFiles, storedFile, storeFile } from "../files/stored-files.ts";
import { refuse } from "./answers.ts";
import { chatReaders } from "./chat-readers.ts";
import { roomObject } from "./room-object.ts";

/** `PUT /:roomId/:fileId`, for who may upload that file, and `GET`, for who may read the room's chat. */
export const files = new Hono<{ Bindings: Env }>()
  .put("/:roomId/:fileId", async (context) => {
    const { roomId, fileId } = context.req.param();
    const { tokenSecret } = readConfig(context.env);
    const claims = await verifyUploadToken(tokenSecret, context.req.header("Authorization"));
    if (claims?.roomId !== roomId || claims.fileId !== fileId) return refuse(context, 401, "unauthorized");
    const { body } = context.req.raw;
    if (body === null || Number(context.req.header("Content-Length") ?? claims.bytes) !== claims.bytes)
      return refuse(context, 400, "bad_file", WRONG_LENGTH);
    const saidType = context.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase() ?? "";
    const stored = await storeFile(context.env.FILES, { ...claims, saidType }, body);
    if ("refusal" in stored)
      return stored.refusal === "no-picture"
        ? refuse(context, 415, "bad_file", NO_PICTURE)
        : refuse(context, 400, "bad_file", WRONG_LENGTH);
    const file = await roomObject(context.env, roomId).fileUploaded(fileId, stored.type);
    if (file !== null) return context.json(file);
    // The room is no more, or has given up on it.
    if (stored.isNew) await deleteFiles(context.env.FILES, roomId, [fileId]);
    return refuse(context, 404, "unknown_file");
  })
  .get("/:roomId/:fileId", chatReaders, async (context) => {
    const { roomId, fileId } = context.req.param();
    const object = v.is(uuidSchema, fileId) ? await storedFile(context.env.FILES, roomId, fileId) : null;
    if (object === null) return refuse(context, 404, "unknown_file");
    const type = object.httpMetadata?.contentType ?? "";
    return context.body(object.body, 200, {
      "Cache-Control": "no-store",
      // Whatever it is, it is no page of ours.
      "Content-Disposition": isPicture({ type }) ? "inline" : "attachment",
      "Content-Length": String(object.size),
      "Content-Type": isPicture({ type }) ? type : "application/octet-stream",
    });
  });

const WRONG_LENGTH = "That file is longer or shorter than it was said to be. Attach it again.";
const NO_PICTURE = "That file is said to be a picture, and is none.";
