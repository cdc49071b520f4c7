import { useSignal } from "@preact/signals";
import { openFleet } from "../../state/fleet.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { FLEET_WORDS } from "./fleet-words.ts";

/** Asks for the fleet's token. */
export function TokenForm() {
  const token = useSignal("");
  const opening = useSubmission(() => openFleet(token.value));
  return (
    <main class="narrow-page">
      <form
        class="card stacked"
        onSubmit={(event) => {
          event.preventDefault();
          void opening.submit();
        }}
      >
        <h1>{FLEET_WORDS.title}</h1>
        <FaultBox words={opening.fault.value} />
        <TextField
          label={FLEET_WORDS.token}
          hint={FLEET_WORDS.tokenHint}
          type="password"
          value={token}
          autoComplete="off"
          maxLength={1_000}
          required
        />
        <button type="submit" class="button primary" aria-busy={opening.busy.value}>
          {FLEET_WORDS.open}
        </button>
      </form>
    </main>
  );
}
