import { type Rules, rulesSchema } from "../../../protocol/room/rules.ts";
import { LEAST_NAMES, ROOM_DIALOG_WORDS, RULE_NAMES } from "./dialog-words.ts";

interface PermissionSettingsProps {
  rules: Rules;
  onChange: (change: Partial<Rules>) => void;
}

const RULES = Object.keys(RULE_NAMES) as (keyof Rules)[];

/** From which role on one may do what. */
export function PermissionSettings({ rules, onChange }: PermissionSettingsProps) {
  return (
    <fieldset class="rules" aria-label={ROOM_DIALOG_WORDS.permissions}>
      {RULES.map((rule) => (
        <label key={rule} class="rule-line">
          <span>{RULE_NAMES[rule]}</span>
          <span class="select">
            <select
              value={rules[rule]}
              onChange={(event) => {
                const least = rulesSchema.entries[rule].wrapped.options.find(
                  (role) => role === event.currentTarget.value,
                );
                if (least) onChange({ [rule]: least });
              }}
            >
              {rulesSchema.entries[rule].wrapped.options.map((role) => (
                <option key={role} value={role}>
                  {LEAST_NAMES[role]}
                </option>
              ))}
            </select>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
