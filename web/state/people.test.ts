import { describe, expect, it } from "vitest";
import { participant } from "../call/testing/participant.ts";
import type { RemoteStream } from "../call/types.ts";
import { type PeopleParts, peopleOf } from "./people.ts";

const track = (id: string) => ({ id }) as MediaStreamTrack;
const bob = participant("bob", {
  name: "Bob",
  producers: [{ id: "cam", streamId: "face", source: "camera", paused: false }],
});
const parts: PeopleParts = {
  participants: [participant("ada", { name: "Ada", role: "owner" }), bob],
  selfId: "ada",
  local: [],
  remote: [],
  speaking: new Set(["bob"]),
};
const remote = (producerId: string, stale: boolean): RemoteStream => ({
  producerId,
  participantId: "bob",
  streamId: "face",
  source: "camera",
  track: track(`${producerId}-track`),
  stale,
  flows: false,
  route: "node",
  via: "node",
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
      streams: [{ streamId: "k", producerId: "mic", paused: true }],
    });
  });

  it("shows what others send before and after it is set up here", () => {
    expect(bobs([])).toEqual([["cam", undefined]]);
    expect(bobs([remote("cam", false)])).toEqual([["cam", "cam-track"]]);
    expect(peopleOf(parts)[1]).toMatchObject({ isSelf: false, speaking: true });
  });

  it("keeps an old picture until its successor delivers", () => {
    expect(bobs([remote("old", true)])).toEqual([["cam", "old-track"]]);
    const flowing = { ...remote("old", true), flows: true };
    expect(bobs([flowing, remote("cam", false)])).toEqual([["cam", "old-track"]]);
    const gone = peopleOf({
      ...parts,
      participants: [{ ...bob, producers: [] }],
      remote: [remote("old", true)],
    });
    expect(gone[0]?.streams).toMatchObject([{ producerId: "old", track: { id: "old-track" } }]);
  });

  it("has a successor shown as soon as it can be where the old path is gone, and says that the picture is old until then", () => {
    const remotes = [remote("old", true), remote("cam", false)];
    expect(bobs(remotes)).toEqual([["cam", "cam-track"]]);
    expect(peopleOf({ ...parts, remote: remotes })[1]?.streams[0]?.stale).toBe(true);
    expect(peopleOf({ ...parts, remote: [remote("cam", false)] })[1]?.streams[0]?.stale).toBe(false);
  });

  it("tells what this browser cannot decode", () => {
    const [ada, bob] = parts.participants;
    if (ada === undefined || bob === undefined) throw new Error("nobody is here");
    const sent = { ...bob, producers: bob.producers.map((each) => ({ ...each, codec: "av1" as const })) };
    const undecodable = (decodes: typeof ada.decodes) =>
      peopleOf({ ...parts, participants: [{ ...ada, decodes }, sent] })[1]?.streams[0]?.undecodable;
    expect(undecodable(["vp8"])).toBe(true);
    expect(undecodable(["av1", "vp8"])).toBeUndefined();
  });

  it("gives each of several screens its own old picture", () => {
    const screen = (streamId: string, id: string) =>
      ({ id, streamId, source: "screen", paused: false }) as const;
    const old = (streamId: string) =>
      ({ ...remote(`old-${streamId}`, true), streamId, source: "screen" }) as const;
    const [person] = peopleOf({
      ...parts,
      participants: [{ ...bob, producers: [screen("right", "new-right")] }],
      remote: [old("left"), old("right")],
    });
    expect(
      person?.streams.map(({ streamId, producerId, track }) => [streamId, producerId, track?.id]),
    ).toEqual([
      ["right", "new-right", "old-right-track"],
      ["left", "old-left", "old-left-track"],
    ]);
  });
});
