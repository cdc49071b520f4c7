/**
 * The share of a text's characters that were read wrongly, left out or made up: 0 where it was read as it is. Spaces count
 * as one, however many and wherever lines break.
 */
export function characterErrors(text: string, read: string): number {
  const [wanted, got] = [normalize(text), normalize(read)];
  let before = Array.from({ length: got.length + 1 }, (_, at) => at);
  for (let i = 1; i <= wanted.length; i++) {
    const row = [i];
    for (let j = 1; j <= got.length; j++) {
      const replaced = (before[j - 1] ?? 0) + Number(wanted[i - 1] !== got[j - 1]);
      row.push(Math.min(replaced, (before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    before = row;
  }
  return (before[got.length] ?? 0) / Math.max(1, wanted.length);
}

function normalize(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
