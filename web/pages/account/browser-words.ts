import { t } from "../../language/translate.ts";

// The order matters: each of these calls itself by the names of those below it, too.
const BROWSERS = [
  ["Edge", /\bEdgA?\//],
  ["Opera", /\bOPR\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS)\//],
  ["Safari", /\bSafari\//],
] as const;
const SYSTEMS = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["Mac", /\bMac OS X\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
] as const;

/** What a browser says it is, as somebody would say it: "Firefox on Windows". */
export function browserWords(userAgent: string): string {
  const find = (of: readonly (readonly [string, RegExp])[]) =>
    of.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const browser = find(BROWSERS) ?? t("A browser");
  const system = find(SYSTEMS);
  return system ? t("{browser} on {system}", { browser, system }) : browser;
}
