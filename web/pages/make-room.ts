import { slugify } from "../../protocol/ids.ts";
import { createRoom, type RoomResult } from "../state/session-request.ts";

/** Makes a room whose address is like its title; where that address is somebody else's, one that is nearly like it. */
export async function makeRoom(title: string): Promise<RoomResult> {
  const slug = slugify(title);
  if (slug === "") return createRoom(title === "" ? {} : { title });
  const first = await createRoom({ title, slug });
  if (first.kind === "ok" || first.error.code !== "slug_taken") return first;
  return createRoom({ title, slug: `${slug.slice(0, 57).replace(/-+$/u, "")}-${suffix()}` });
}

function suffix(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  return [...crypto.getRandomValues(new Uint8Array(5))]
    .map((byte) => letters[byte % letters.length])
    .join("");
}
