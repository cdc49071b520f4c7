import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Submission } from "../../ui/use-submission.ts";
import { SaveRow } from "./save-row.tsx";

interface AccountFormProps<T> {
  title: string;
  saving: Submission<T>;
  /** What its button is called, and what is said when it has been done. */
  label: string;
  done: string;
  onDone?: (answer: T) => void;
  children: ComponentChildren;
}

/** A part of the account that is changed, and saved by a button. */
export function AccountForm<T>({ title, saving, label, done, onDone, children }: AccountFormProps<T>) {
  const id = useId();
  return (
    <form
      class="card stacked"
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault();
        void saving.submit().then((answer) => answer && onDone?.(answer));
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
      <SaveRow saving={saving} label={label} done={done} />
    </form>
  );
}
