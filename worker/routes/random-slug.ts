/** An address that nobody guesses: ten letters and digits that are not mistaken for each other, in three groups: 50 bits. */
export function randomSlug(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789z";
  const text = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => letters[byte % 32]).join("");
  return `${text.slice(0, 3)}-${text.slice(3, 7)}-${text.slice(7)}`;
}
