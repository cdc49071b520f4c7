import type { Account } from "../../../protocol/account.ts";
import { changeProfile } from "../../state/account.ts";
import { FaultBox } from "../../ui/fault-box.tsx";
import { Switch } from "../../ui/switch.tsx";
import { useSubmission } from "../../ui/use-submission.ts";
import { FRIEND_WORDS } from "./friends-words.ts";

/** What friends may see of one. A switch shows what is asked for while that is on its way. */
export function SeenByFriends({ user }: { user: Account }) {
  const hiding = useSubmission(() => changeProfile({ invisible: !user.invisible }));
  const sharing = useSubmission(() => changeProfile({ sharesRoom: !user.sharesRoom }));
  return (
    <details class="friends-more">
      <summary>{FRIEND_WORDS.seen}</summary>
      <FaultBox words={hiding.fault.value ?? sharing.fault.value} />
      <Switch
        label={FRIEND_WORDS.invisible}
        hint={FRIEND_WORDS.invisibleHint}
        on={user.invisible !== hiding.busy.value}
        onChange={() => void hiding.submit()}
      />
      <Switch
        label={FRIEND_WORDS.sharesRoom}
        hint={FRIEND_WORDS.sharesRoomHint}
        on={user.sharesRoom !== sharing.busy.value}
        onChange={() => void sharing.submit()}
      />
    </details>
  );
}
