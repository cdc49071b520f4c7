import * as v from "valibot";
import { uuidSchema } from "./ids.ts";

/** The id of a person's picture, at `PICTURE_PATHS.picture`; null where they have none. */
export const pictureSchema = v.nullable(uuidSchema);

/** `PUT /api/pictures`: what one's picture is called from now on. */
export const pictureStoredSchema = v.object({ picture: uuidSchema });

/** Where pictures of people are. */
export const PICTURE_PATHS = {
  /** `PUT` and `DELETE`: one's own. */
  own: "/api/pictures",
  /** `GET`: anybody's, for whoever was told its id. */
  picture: (id: string) => `/api/pictures/${id}`,
} as const;
