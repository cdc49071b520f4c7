import { expect, test, vi } from "vitest";
import type { CallList, CallOver } from "../../protocol/user/calls.ts";

test("a call that was answered elsewhere is no missed one, though the list does not know yet", async () => {
  // What a browser has, and Node does not.
  vi.stubGlobal("addEventListener", () => undefined);
  const { lastCalls, loadCalls, noteCallEnd, refreshCalls } = await import("./calls.ts");
  const { rememberAccount } = await import("./remembered-account.ts");
  const ada = { handle: "ada", name: "Ada", email: null, status: "", picture: null };
  rememberAccount({ id: crypto.randomUUID(), ...ada, invisible: false, sharesRoom: false });
  const call: CallList["calls"][number] = {
    id: crypto.randomUUID(),
    isOwn: false,
    name: "Ben",
    handle: "ben",
    picture: null,
    friend: null,
    outcome: "missed",
    at: 0,
  };
  vi.stubGlobal("fetch", async () => Response.json({ calls: [call] } satisfies CallList));
  await loadCalls();
  expect(lastCalls()).toEqual([call]);

  const over: CallOver = {
    callId: call.id,
    friend: crypto.randomUUID(),
    name: call.name,
    picture: null,
    room: { slug: "call", title: "Call" },
    isOwn: false,
    end: "accepted",
  };
  noteCallEnd(over);
  refreshCalls();
  await loadCalls();
  expect(lastCalls()).toEqual([{ ...call, outcome: "accepted" }]);
});
