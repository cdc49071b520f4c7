import type { Family } from "../../protocol/node/pipes.ts";
import type { Position } from "../../protocol/position.ts";
import { distanceKm, meanDistanceKm } from "./geography.ts";

/**
 * The areas that have a registry each. They are the hints by which Cloudflare decides where a Durable Object is made
 * (https://developers.cloudflare.com/durable-objects/reference/data-location/), each with a place that is well inside: a node
 * reports to the registry of the area that it is nearest to. Where Cloudflare has no objects in an area, it takes a
 * neighbouring one, and nothing here is different.
 */
const PLACES = {
  wnam: { latitude: 37.4, longitude: -121.9 },
  enam: { latitude: 39, longitude: -77.5 },
  sam: { latitude: -23.5, longitude: -46.6 },
  weur: { latitude: 49.5, longitude: 4.5 },
  eeur: { latitude: 52.2, longitude: 21 },
  apac: { latitude: 22.3, longitude: 114.2 },
  oc: { latitude: -33.9, longitude: 151.2 },
  afr: { latitude: -26.2, longitude: 28 },
  me: { latitude: 25.2, longitude: 55.3 },
} as const satisfies Record<string, Position>;

export type Area = keyof typeof PLACES;
/** A node for a room, and the area whose registry knows it. */
export interface ChosenNode {
  readonly id: string;
  readonly region: string;
  readonly families: readonly Family[];
  readonly area: Area;
}

export const AREAS = Object.keys(PLACES) as readonly Area[];

/** The area of nodes that do not say where they are. */
const DEFAULT_AREA: Area = "enam";

/** How many areas a room asks at first. */
const ASKED_FIRST = 3;

/** The area whose registry a node reports to. */
export function areaOf(position: Position | null): Area {
  if (position === null) return DEFAULT_AREA;
  return byDistance((place) => distanceKm(place, position))[0] ?? DEFAULT_AREA;
}

/**
 * Where a room of these people looks for a node: in the nearest areas first, and in the others only where those have none.
 * People of whom nobody knows where they are look first where such nodes are.
 */
export function areasFor(positions: readonly Position[]): { nearest: Area[]; others: Area[] } {
  const asked = byDistance(
    (place) => meanDistanceKm(place, positions) ?? Number(place !== PLACES[DEFAULT_AREA]),
  );
  return { nearest: asked.slice(0, ASKED_FIRST), others: asked.slice(ASKED_FIRST) };
}

function byDistance(measure: (place: Position) => number): Area[] {
  const measured = AREAS.map((area) => ({ area, far: measure(PLACES[area]) }));
  return measured.sort((a, b) => a.far - b.far).map(({ area }) => area);
}
