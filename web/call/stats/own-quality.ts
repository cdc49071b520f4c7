import { best, type Quality, worst } from "./quality.ts";

/** One stream's quality, and how it comes or goes. */
export interface StreamQuality {
  readonly producerId: string;
  readonly participantId: string;
  readonly direction: "in" | "out";
  readonly route: "node" | "direct";
  readonly quality: Quality;
}

/**
 * One's own quality: of what one sends, of one's path to the node, and of what one receives where that is bad from
 * everybody. One person who comes over badly says nothing of whose fault it is; two or more who all do share nothing but
 * one's own connection.
 */
export function ownQuality(streams: readonly StreamQuality[]): Quality {
  const mine = streams.filter(({ direction, ...stream }) => direction === "out" || isOfPath(stream));
  const people = Map.groupBy(
    streams.filter(({ direction }) => direction === "in"),
    ({ participantId }) => participantId,
  );
  const others = [...people.values()].map((person) => worst(person.map(({ quality }) => quality)));
  return worst([...mine.map(({ quality }) => quality), ...(others.length > 1 ? [best(others)] : [])]);
}

/** The way to the node is one's own, whoever's stream comes along it. */
function isOfPath({ route, quality }: Pick<StreamQuality, "route" | "quality">): boolean {
  return route === "node" && quality.level !== "good" && ["silence", "delay"].includes(quality.cause);
}

/** The quality of each stream of others; one that takes two routes is as good as the better one. */
export function streamQualities(streams: readonly StreamQuality[]): Map<string, Quality> {
  const received = Map.groupBy(
    streams.filter(({ direction }) => direction === "in"),
    ({ producerId }) => producerId,
  );
  return new Map([...received].map(([id, routes]) => [id, best(routes.map(({ quality }) => quality))]));
}
