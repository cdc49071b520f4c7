import type { TransportParameters } from "../../../protocol/rtp.ts";
import type { Place } from "./site.ts";

/** A viewer's way to the node, and the streams that it is sent. */
export interface Viewer {
  readonly transport: TransportParameters;
  readonly ssrcs: readonly number[];
}

/** What somebody who was given a place has to receive. */
export function viewerAt({ receive, consumers }: Pick<Place, "receive" | "consumers">): Viewer {
  const ssrcs = consumers.flatMap(({ rtpParameters }) =>
    (rtpParameters.encodings ?? []).flatMap(({ ssrc }) => ssrc ?? []),
  );
  return { transport: receive, ssrcs };
}
