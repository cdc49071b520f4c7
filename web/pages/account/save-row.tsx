import { FaultBox } from "../../ui/fault-box.tsx";
import type { Submission } from "../../ui/use-submission.ts";

interface SaveRowProps {
  saving: Submission<unknown>;
  label: string;
  /** What is said when it has been done. */
  done: string;
}

/** The end of a form: its button, and what came of it. */
export function SaveRow({ saving, label, done }: SaveRowProps) {
  return (
    <>
      <FaultBox words={saving.fault.value} />
      <div class="button-row">
        <button type="submit" class="button primary" aria-busy={saving.busy.value}>
          {label}
        </button>
        <span class="quiet" role="status">
          {saving.done.value ? done : ""}
        </span>
      </div>
    </>
  );
}
