import * as v from "valibot";

/**
 * The way that media takes beside the one via the node: `direct` where pages may also connect to each other. Media
 * always begins via the node.
 */
export const routeSchema = v.picklist(["direct", "node"]);
export type Route = v.InferOutput<typeof routeSchema>;

/** To the room: sending to each participant by itself is too much for this page's uplink, or for its processor. */
export const avoidDirectSchema = v.object({ reason: v.picklist(["uplink", "cpu"]) });
