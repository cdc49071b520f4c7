/** "Design review 2026-05-04 09.30", without what file systems do not take. */
export function fileName(title: string, at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const name = title.replace(/[\p{Cc}\\/:*?"<>|]/gu, " ").trim();
  return `${name || "Nearcast"} ${day} ${two(at.getHours())}.${two(at.getMinutes())}`;
}
