import * as v from "valibot";
import { uuidSchema } from "../ids.ts";
import { LIMITS } from "../limits.ts";

/** Places on a share are fractions of its picture, from 0 to this: finer than a pixel of any screen. */
export const PICTURE_SPAN = 65_535;

const integer = (most: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(most));
const coordinateSchema = integer(PICTURE_SPAN);
/** A stroke's number, given by its author's page. */
const strokeIdSchema = integer(2 ** 31);

/** What somebody does on a share: points at a place, draws, or takes away what was drawn. */
const markSchema = v.variant("kind", [
  /** Where the author's pointer is; null where it is not on the share any more. */
  v.object({ kind: v.literal("pointer"), at: v.nullable(v.tuple([coordinateSchema, coordinateSchema])) }),
  /** A part of a stroke: x, y, x, y, … Its first point is the stroke's point number `from`; what was there from it on is replaced. */
  v.object({
    kind: v.literal("stroke"),
    stroke: strokeIdSchema,
    from: integer(LIMITS.pointsPerStroke - 1),
    points: v.pipe(
      v.array(coordinateSchema),
      v.minLength(2),
      v.maxLength(2 * LIMITS.pointsPerMark),
      v.check((points) => points.length % 2 === 0),
    ),
    /** It stays until it is taken away; otherwise it fades a moment after its last point. */
    kept: v.boolean(),
  }),
  /** One of the author's strokes is gone. */
  v.object({ kind: v.literal("erase"), stroke: strokeIdSchema }),
  /** Everything is gone: of the author, or of all, which is for the sharer and for moderators. */
  v.object({ kind: v.literal("clear"), whose: v.picklist(["author", "all"]) }),
]);
export type Mark = v.InferOutput<typeof markSchema>;

const marksSchema = v.pipe(v.array(markSchema), v.minLength(1), v.maxLength(LIMITS.marksPerMessage));

/**
 * To the room: show this on a share, to all others or to one of them. Rarely asked with an `id`: a message without one
 * that comes too fast is dropped in silence.
 */
export const annotateSchema = v.object({
  producerId: uuidSchema,
  to: v.optional(uuidSchema),
  marks: marksSchema,
});

/** To a page: what somebody else does on a share. It is not numbered, and the room does not keep it. */
export const annotatedSchema = v.object({
  participantId: v.string(),
  producerId: v.string(),
  marks: marksSchema,
});
export type Annotated = v.InferOutput<typeof annotatedSchema>;

/** To a page that has drawn what is kept: somebody has joined or come back, and lacks it. */
export const recallSchema = v.object({ participantId: v.string() });

/** To the room: the others may draw on this share, or no longer: one's own; another's can only be closed, where the role allows it. */
export const setDrawingSchema = v.object({ producerId: uuidSchema, drawing: v.boolean() });
