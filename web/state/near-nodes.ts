import { signal } from "@preact/signals";
import type { Session } from "../../protocol/api.ts";
import type { RoundTrips } from "../../protocol/probes.ts";

/** The media node that answered first of those near, and its round trip in milliseconds. */
export interface NearNode {
  readonly id: string;
  readonly region: string;
  readonly roundTripMs: number;
}

/** What this page has measured of its way to media nodes. */
export const roundTrips = signal<RoundTrips>({});
/** The nearest of them; null until one is known. */
export const nearNode = signal<NearNode | null>(null);

/** Measures the way to the nodes that are near, in the background. What cannot be measured costs nothing: the room goes by distance. */
export async function measureNear(session: Session): Promise<void> {
  try {
    const { measureNodes } = await import("./measure-nodes.ts");
    const measured = await measureNodes(session);
    roundTrips.value = measured.roundTrips;
    nearNode.value = measured.nearest;
  } catch {
    // The program's part that measures could not be loaded.
  }
}
