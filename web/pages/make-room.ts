import { slugify } from "../../protocol/ids.ts";
import { createRoom, type RoomResult } from "../state/session-request.ts";

/** Makes a room whose address is like its title; where that address is somebody else's, one that is nearly like it. */
export async function makeRoom(title: string, encrypted: boolean): Promise<RoomResult> {
  const slug = slugify(title);
  const settings = { encrypted };
  if (slug === "") return createRoom({ settings, ...(title === "" ? {} : { title }) });
  const first = await createRoom({ title, slug, settings });
  if (first.kind === "ok" || first.error.code !== "slug_taken") return first;
  return createRoom({ title, settings, slug: `${slug.slice(0, 57).replace(/-+$/u, "")}-${suffix()}` });
}

function suffix(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  return [...crypto.getRandomValues(new Uint8Array(5))]
    .map((byte) => letters[byte % letters.length])
    .join("");
}
