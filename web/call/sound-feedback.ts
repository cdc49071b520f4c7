import type { types } from "mediasoup-client";
import { mapSections } from "./sdp.ts";

/**
 * The header extension by which a receiver says of each packet when it came, for congestion control. Sound goes out
 * without it, so that congestion control counts pictures alone: libwebrtc probes for no more than twice what all that it
 * counts may take (ProbeController::InitiateProbing). While nobody watches, that would be sound, and such a probe waits for
 * packets that it can be made of, which are the first of a picture that is wanted again. It would find 0.3 Mbit/s, whatever
 * the path carries, and the key frame would go out as slowly.
 */
export const TRANSPORT_WIDE_FEEDBACK =
  "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

/** A description of what a page sends to another, but for feedback on sound. */
export function sdpWithoutSoundFeedback(sdp: string): string {
  return mapSections(sdp, (section) => {
    if (!section[0]?.startsWith("m=audio ")) return section;
    return section.filter(
      (line) => !line.endsWith(TRANSPORT_WIDE_FEEDBACK) && !/^a=rtcp-fb:\S+ transport-cc$/.test(line),
    );
  });
}

/** A router's capabilities, but for feedback on sound. What a page receives is the same: routers send sound without it. */
export function withoutSoundFeedback(router: types.RtpCapabilities): types.RtpCapabilities {
  const headerExtensions = router.headerExtensions?.filter(
    ({ kind, uri }) => kind !== "audio" || uri !== TRANSPORT_WIDE_FEEDBACK,
  );
  return { ...router, ...(headerExtensions === undefined ? {} : { headerExtensions }) };
}
