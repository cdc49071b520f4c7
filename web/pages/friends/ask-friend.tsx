import { useSignal } from "@preact/signals";
import * as v from "valibot";
import { handleSchema } from "../../../protocol/account.ts";
import { askFriend, handleIn } from "../../state/friends.ts";
import { errorWords } from "../../ui/words.ts";
import { FRIEND_WORDS } from "./friends-words.ts";

/** Asks somebody to be a friend. Whether anybody has that handle, nobody is told. */
export function AskFriend() {
  const text = useSignal("");
  const busy = useSignal(false);
  const fault = useSignal<string | null>(null);
  const done = useSignal("");
  const ask = async () => {
    const handle = handleIn(text.value);
    if (busy.value || handle === "") return;
    done.value = "";
    if (!v.is(handleSchema, handle)) {
      fault.value = FRIEND_WORDS.badHandle;
      return;
    }
    busy.value = true;
    const answer = await askFriend(handle);
    busy.value = false;
    if (answer.kind === "error") {
      fault.value = errorWords(answer.error.code, answer.error.message).what;
      return;
    }
    done.value = FRIEND_WORDS.asked(handle);
    text.value = "";
  };
  return (
    <form
      class="ask-friend"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <label class="field">
        <span class="field-label">
          {FRIEND_WORDS.add} <span class="field-note">{FRIEND_WORDS.addNote}</span>
        </span>
        <span class="field-with-button">
          <input
            type="text"
            autoCapitalize="none"
            autoComplete="off"
            spellcheck={false}
            placeholder="@ada_lovelace"
            value={text.value}
            aria-invalid={fault.value !== null}
            aria-describedby={fault.value ? "ask-friend-fault" : undefined}
            onInput={(event) => {
              text.value = event.currentTarget.value;
              fault.value = null;
            }}
          />
          <button type="submit" class="button" aria-busy={busy.value}>
            {FRIEND_WORDS.ask}
          </button>
        </span>
      </label>
      <p id="ask-friend-fault" class="field-fault" role="alert">
        {fault}
      </p>
      <p class="quiet" role="status">
        {done}
      </p>
    </form>
  );
}
