import * as v from "valibot";

/** An id that the program itself makes: a UUID in lower case. */
export const uuidSchema = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
);

/** A room's name in its address: 1 to 64 of a–z, 0–9 and inner hyphens. */
export const slugSchema = v.pipe(v.string(), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/));

/** A media node's name: 1 to 64 of letters, digits, dot, hyphen and underscore. */
export const nodeIdSchema = v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/));

/** Where a media node is, in the words of its operator, for example `eu-central`. */
export const regionSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

/** The room's incarnation on one media node, of which no other has the same: a node refuses orders of an older one. */
export const epochSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** A position in the room's sequence of events; it never goes back. */
export const seqSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Text that may become a slug, made into one: "Design review!" is "design-review"; empty when nothing is left. */
export function slugify(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/gu, "")
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^-+|-+$/gu, "")
    .slice(0, 64)
    .replace(/-+$/u, "");
}
