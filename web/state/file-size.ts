import { locale } from "../language/language.ts";

const UNITS = ["B", "kB", "MB"] as const;
const NUMBER = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** A length in bytes as people read it, for example 1.4 MB (1 kB is 1,024 bytes). */
export function sizeWords(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1_024)));
  return `${NUMBER.format(bytes / 1_024 ** power)} ${UNITS[power]}`;
}
