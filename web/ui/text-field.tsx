import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";

const KINDS = {
  text: { type: "text" },
  email: { type: "email", autoCapitalize: "none" },
  password: { type: "password", autoCapitalize: "none" },
} as const;

interface TextFieldProps {
  label: string;
  /** A few words behind the label, such as "optional". */
  note?: string;
  value: Signal<string>;
  /** What is wrong with it, in a sentence. */
  fault?: string | null;
  /** What it takes, in a sentence. */
  hint?: string;
  type?: keyof typeof KINDS;
  autoComplete: string;
  maxLength: number;
  required?: boolean;
}

/** A labelled line of text. */
export function TextField(props: TextFieldProps) {
  const { label, note, value, fault = null, hint, type = "text" } = props;
  const id = useId();
  return (
    <div class="text-field">
      <label class="field">
        <span class="field-label">
          {label} {note ? <span class="field-note">{note}</span> : null}
        </span>
        <input
          autoComplete={props.autoComplete}
          {...KINDS[type]}
          spellcheck={false}
          maxLength={props.maxLength}
          required={props.required}
          value={value.value}
          aria-invalid={fault !== null}
          aria-describedby={fault ? `${id}-fault` : hint ? `${id}-hint` : undefined}
          onInput={(event) => {
            value.value = event.currentTarget.value;
          }}
        />
      </label>
      {hint ? (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      ) : null}
      <p id={`${id}-fault`} class="field-fault" role="alert">
        {fault}
      </p>
    </div>
  );
}
