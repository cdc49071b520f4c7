import { describe, expect, it } from "vitest";
import type { RemoteStream } from "../call/types.ts";
import { type PeopleParts, peopleOf } from "./people.ts";

const track = (id: string) => ({ id }) as MediaStreamTrack;
const bob = {
  id: "bob",
  name: "Bob",
  role: "participant",
  connected: true,
  decodes: [],
  producers: [{ id: "cam", source: "camera", paused: false }],
} as const;
const parts: PeopleParts = {
  participants: [
    { id: "ada", name: "Ada", role: "owner", connected: true, decodes: [], producers: [] },
    { ...bob, decodes: [], producers: [...bob.producers] },
  ],
  selfId: "ada",
  local: [],
  remote: [],
  speaking: new Set(["bob"]),
};
const remote = (producerId: string, stale: boolean): RemoteStream => ({
  producerId,
  participantId: "bob",
  source: "camera",
  track: track(`${producerId}-track`),
  stale,
});
const bobs = (streams: RemoteStream[]) =>
  peopleOf({ ...parts, remote: streams })[1]?.streams.map(({ producerId, track }) => [producerId, track?.id]);

describe("peopleOf", () => {
  it("shows what this page sends as one's own", () => {
    const stream = { key: "k", group: "g", producerId: "mic", source: "microphone", paused: true } as const;
    const [ada] = peopleOf({ ...parts, local: [{ ...stream, track: track("t") }] });
    expect(ada).toMatchObject({
      isSelf: true,
      speaking: false,
      streams: [{ producerId: "mic", paused: true }],
    });
  });

  it("shows what others send before and after it is set up here", () => {
    expect(bobs([])).toEqual([["cam", undefined]]);
    expect(bobs([remote("cam", false)])).toEqual([["cam", "cam-track"]]);
    expect(peopleOf(parts)[1]).toMatchObject({ isSelf: false, speaking: true });
  });

  it("keeps an old picture until its successor delivers", () => {
    expect(bobs([remote("old", true)])).toEqual([["cam", "old-track"]]);
    expect(bobs([remote("old", true), remote("cam", false)])).toEqual([["cam", "old-track"]]);
    const gone = peopleOf({
      ...parts,
      participants: [{ ...bob, decodes: [], producers: [] }],
      remote: [remote("old", true)],
    });
    expect(gone[0]?.streams).toMatchObject([{ producerId: "old", track: { id: "old-track" } }]);
  });
});
