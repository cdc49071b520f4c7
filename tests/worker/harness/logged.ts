import type { LogEvent } from "../../../worker/log.ts";

/** What the Worker has logged in this test. */
export const logged: LogEvent[] = [];
