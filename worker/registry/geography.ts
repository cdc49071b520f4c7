import type { Position } from "../../protocol/position.ts";

/** The earth's mean radius (IUGG's R₁), in kilometres. */
const EARTH_RADIUS_KM = 6_371.0088;

/** Half of the earth's circumference in kilometres: nothing is farther away. */
export const FARTHEST_KM = Math.PI * EARTH_RADIUS_KM;

/**
 * The great-circle distance of two positions in kilometres, by the haversine formula (R. W. Sinnott, "Virtues of the
 * Haversine", Sky and Telescope 68, 1984). It takes the earth for a sphere, which is wrong by half a percent at most.
 */
export function distanceKm(a: Position, b: Position): number {
  const latitudes = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const longitudes = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  const haversine = latitudes + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * longitudes;
  // Rounding may bring opposite points a little above 1.
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

/** How far a place is from several others on average, in kilometres; null where there are none. */
export function meanDistanceKm(place: Position, others: readonly Position[]): number | null {
  if (others.length === 0) return null;
  return others.reduce((sum, other) => sum + distanceKm(place, other), 0) / others.length;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
