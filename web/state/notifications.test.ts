import { expect, test, vi } from "vitest";
import type { NotificationSettings, Notifications } from "../../protocol/user/notifications.ts";

// What a browser has, and Node does not.
vi.stubGlobal("addEventListener", () => undefined);
const { changeNotifications, loadNotifications, notifications } = await import("./notifications.ts");

const SETTINGS: NotificationSettings = { calls: true, mentions: true, quiet: null };

/** An edge that answers when it is told to. Returns what it was asked to store, and how it answers the oldest of that. */
async function loadFrom() {
  const asked: { settings: NotificationSettings; answer(status: number): void }[] = [];
  const loaded: Notifications = { settings: SETTINGS, applicationServerKey: null };
  vi.stubGlobal("fetch", (_path: string, { method, body }: RequestInit) =>
    method === "GET"
      ? Promise.resolve(Response.json(loaded))
      : new Promise<Response>((resolve) =>
          asked.push({
            settings: JSON.parse(String(body)),
            answer: (status) => resolve(Response.json({}, { status })),
          }),
        ),
  );
  await loadNotifications();
  return asked;
}

test("changes are stored one after the other, so that the last one stays", async () => {
  const asked = await loadFrom();
  const first = changeNotifications({ calls: false });
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  const second = changeNotifications({ mentions: false });
  expect(notifications.value?.settings).toEqual({ ...SETTINGS, calls: false, mentions: false });
  asked[0]?.answer(200);
  expect(await first).toMatchObject({ kind: "ok" });
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  asked[1]?.answer(200);
  expect(await second).toMatchObject({ kind: "ok" });
  expect(asked.map(({ settings }) => settings)).toEqual([
    { ...SETTINGS, calls: false },
    { ...SETTINGS, calls: false, mentions: false },
  ]);
});

test("what the edge does not keep is taken back, to what it has", async () => {
  const asked = await loadFrom();
  const kept = changeNotifications({ calls: false });
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  const refused = changeNotifications({ mentions: false });
  asked[0]?.answer(200);
  await kept;
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  asked[1]?.answer(500);
  expect(await refused).toMatchObject({ kind: "error" });
  expect(notifications.value?.settings).toEqual({ ...SETTINGS, calls: false });
});
