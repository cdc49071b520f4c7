import { chooseLanguage, LANGUAGES, type Language, language } from "../language/language.ts";
import { t } from "../language/translate.ts";

const CHOICES = Object.entries(LANGUAGES) as [Language, string][];

/** What the page speaks. Another language is another page: it is loaded anew. */
export function LanguageChoice() {
  return (
    <footer class="page-foot">
      <select
        aria-label={t("Language")}
        value={language}
        onChange={({ currentTarget }) => {
          chooseLanguage(currentTarget.value as Language);
          location.reload();
        }}
      >
        {CHOICES.map(([value, name]) => (
          <option key={value} value={value} lang={value}>
            {name}
          </option>
        ))}
      </select>
    </footer>
  );
}
