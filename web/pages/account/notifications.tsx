import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { NotificationSettings } from "../../../protocol/user/notifications.ts";
import {
  changeNotifications,
  here,
  loadNotifications,
  notifications,
  startNotifications,
  stopNotifications,
} from "../../state/notifications.ts";
import { account } from "../../state/remembered-account.ts";
import type { Answer } from "../../state/request.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { Switch } from "../../ui/switch.tsx";
import { errorWords, type Words } from "../../ui/words.ts";
import { NOTIFICATION_WORDS as WORDS } from "./notifications-words.ts";
import { clockTime, minutesOf } from "./time-of-day.ts";

const NIGHT = { from: 22 * 60, to: 7 * 60 } as const;

/** What one hears of while no page is open: in this browser, and in all of them. */
export function NotificationsSection() {
  const fault = useSignal<Words | null>(null);
  const attempt = async (work: () => Promise<Answer<unknown> | null>) => {
    const answer = await work().catch(() => null);
    fault.value = answer?.kind === "error" ? errorWords(answer.error.code, answer.error.message) : null;
    return answer;
  };
  useEffect(() => void attempt(loadNotifications), []);
  const settings = notifications.value?.settings;
  const state = here.value;
  if (!settings || state === null) return null;
  const change = (next: Partial<NotificationSettings>) => void attempt(() => changeNotifications(next));
  const switchHere = async (on: boolean) => {
    const answer = await attempt(on ? startNotifications : stopNotifications);
    if (on && answer === null && here.peek() === "off")
      fault.value = { title: WORDS.title, what: WORDS.failed };
  };
  const hint = state === "blocked" ? WORDS.blocked : state === "impossible" ? WORDS.impossible : null;
  return (
    <section class="card stacked" aria-labelledby="notifications-title">
      <h2 id="notifications-title">{WORDS.title}</h2>
      <p class="quiet">{WORDS.lead}</p>
      <FaultBox words={fault.value} />
      <Switch
        label={WORDS.here}
        {...(hint === null ? {} : { hint })}
        on={state === "on"}
        disabled={hint !== null}
        onChange={(on) => void switchHere(on)}
      />
      <Switch label={WORDS.calls} on={settings.calls} onChange={(calls) => change({ calls })} />
      <Switch
        label={WORDS.mentions}
        hint={WORDS.mentionsHint(account.value?.handle ?? "")}
        on={settings.mentions}
        onChange={(mentions) => change({ mentions })}
      />
      <QuietHours settings={settings} onChange={change} />
    </section>
  );
}

function QuietHours({
  settings: { quiet },
  onChange,
}: {
  settings: NotificationSettings;
  onChange: (next: Pick<NotificationSettings, "quiet">) => void;
}) {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const field = (part: "from" | "to") =>
    quiet ? (
      <label class="field">
        <span class="field-label">{WORDS[part]}</span>
        <input
          type="time"
          required
          value={clockTime(quiet[part])}
          onChange={(event) => {
            const minutes = minutesOf(event.currentTarget.value);
            if (minutes !== null) onChange({ quiet: { ...quiet, [part]: minutes } });
          }}
        />
      </label>
    ) : null;
  return (
    <>
      <Switch
        label={WORDS.quiet}
        hint={WORDS.quietHint(quiet?.timeZone ?? timeZone)}
        on={quiet !== null}
        onChange={(on) => onChange({ quiet: on ? { ...NIGHT, timeZone } : null })}
      />
      {quiet ? (
        <div class="quiet-hours">
          {field("from")}
          {field("to")}
        </div>
      ) : null}
    </>
  );
}
