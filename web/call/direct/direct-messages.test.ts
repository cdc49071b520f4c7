import { expect, test } from "vitest";
import { type DirectMessage, readDirectMessage } from "./direct-messages.ts";

const session = "7c9a4f4e-0b9e-4c3c-9a55-1f7f6f3b2a10";
const stream = { mid: "0", streamId: session, producerId: session };
const offer: DirectMessage = { kind: "offer", session, revision: 1, sdp: "v=0", streams: [stream] };

test("what one page says, the other one reads", () => {
  const candidate = { candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host", sdpMid: "0", sdpMLineIndex: 0 };
  const messages: DirectMessage[] = [
    offer,
    { kind: "answer", session, revision: 1, sdp: "v=0" },
    { kind: "candidates", session, candidates: [candidate] },
    { kind: "done", session },
  ];
  for (const message of messages) expect(readDirectMessage(JSON.stringify(message))).toEqual(message);
});

test.for<[string, unknown]>([
  ["nothing", undefined],
  ["a list", []],
  ["a kind that is none", { kind: "offers", session }],
  ["a session that is none", { kind: "done", session: "1" }],
  ["an empty description", { ...offer, sdp: "" }],
  ["a description that is too long", { ...offer, sdp: "x".repeat(24_001) }],
  ["a description that is no text", { ...offer, sdp: { type: "offer" } }],
  ["too many streams", { ...offer, streams: Array(9).fill(stream) }],
  ["a revision that is none", { ...offer, revision: 0.5 }],
  ["too many candidates", { kind: "candidates", session, candidates: Array(33).fill({}) }],
  ["a huge candidate", { kind: "candidates", session, candidates: [{ candidate: "x".repeat(501) }] }],
])("%s is nothing", ([, message]) => {
  expect(readDirectMessage(JSON.stringify(message) ?? "")).toBeNull();
});

test("garbage is nothing", () => {
  for (const body of ["", "{", "null", "\u0000", "[".repeat(20_000)])
    expect(readDirectMessage(body)).toBeNull();
});
