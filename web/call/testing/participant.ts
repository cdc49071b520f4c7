import type { Participant } from "../../../protocol/room/participants.ts";

/** Somebody in a room as the others see them, who sends nothing; `change` is what differs. */
export function participant(id: string, change: Partial<Participant> = {}): Participant {
  return {
    id,
    name: id,
    picture: null,
    role: "participant",
    connected: true,
    decodes: [],
    identity: null,
    hand: null,
    recording: false,
    producers: [],
    ...change,
  };
}
