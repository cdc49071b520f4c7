import { describe, expect, test } from "vitest";
import { AREAS, areaOf, areasFor } from "./areas.ts";
import { distanceKm } from "./geography.ts";
import { CITIES } from "./testing/cities.ts";
import { CLOUD_REGIONS } from "./testing/cloud-regions.ts";

const placeOf = (name: string) => {
  const [, latitude = 0, longitude = 0] = CITIES.find(([city]) => city === name) ?? [];
  return { latitude, longitude };
};

test.for([
  ["San Francisco", "wnam"],
  ["New York", "enam"],
  ["Sao Paulo", "sam"],
  ["London", "weur"],
  ["Kyiv", "eeur"],
  ["Tokyo", "apac"],
  ["Singapore", "apac"],
  ["Auckland", "oc"],
  ["Cape Town", "afr"],
  ["Dubai", "me"],
] as const)("a node in %s reports to %s", ([city, area]) => {
  expect(areaOf(placeOf(city))).toBe(area);
});

test("a node that does not say where it is has an area all the same", () => {
  expect(AREAS).toContain(areaOf(null));
});

describe("where a room looks", () => {
  test("each area is asked once at most", () => {
    const { nearest, others } = areasFor([placeOf("Paris")]);
    expect(nearest).toHaveLength(3);
    expect([...nearest, ...others].sort()).toEqual([...AREAS].sort());
  });
  test("the people's own comes first, and without people that of nodes without a place", () => {
    expect(areasFor([placeOf("Sydney"), placeOf("Melbourne"), placeOf("Delhi")]).nearest[0]).toBe("oc");
    expect(areasFor([]).nearest[0]).toBe(areaOf(null));
  });
  test("for at least 99 of 100 cities, the nearest region is in the areas that are asked first", () => {
    const regions = CLOUD_REGIONS.map(([, latitude, longitude]) => ({ latitude, longitude }));
    const missed = CITIES.filter(([, latitude, longitude]) => {
      const city = { latitude, longitude };
      const [nearest = city] = regions.toSorted((a, b) => distanceKm(a, city) - distanceKm(b, city));
      return !areasFor([city]).nearest.includes(areaOf(nearest));
    });
    expect(missed.map(([name]) => name).join(", ")).toBe("");
  });
});
