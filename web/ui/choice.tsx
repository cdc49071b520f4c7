interface ChoiceProps<T extends string | number> {
  legend: string;
  name: string;
  options: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** A few radio buttons side by side, of which one is chosen. */
export function Choice<T extends string | number>({
  legend,
  name,
  options,
  value,
  onChange,
}: ChoiceProps<T>) {
  const hint = options.find((option) => option.value === value)?.hint;
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="segments">
        {options.map((option) => (
          <label key={option.value} class="segment">
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              aria-label={option.label}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {hint ? <p class="choice-hint">{hint}</p> : null}
    </fieldset>
  );
}
