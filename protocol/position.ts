import * as v from "valibot";

/**
 * A position on earth in degrees. Not 0° north, 0° east: nothing is there but the sea, and it is what a program says that
 * was never told where it is.
 */
export const positionSchema = v.pipe(
  v.object({
    latitude: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
    longitude: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
  }),
  v.check(
    ({ latitude, longitude }) => latitude !== 0 || longitude !== 0,
    "is 0,0, where nothing is but the sea",
  ),
);
export type Position = Readonly<v.InferOutput<typeof positionSchema>>;
