/**
 * Who somebody is to the others in one room: the same in all of their visits, and another one in every other room, so that
 * nobody is followed from room to room. A user id is random, so nobody finds it by trying.
 */
export async function authorIdOf(roomId: string, userId: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${roomId} ${userId}`));
  const hex = Array.from(new Uint8Array(digest, 0, 16), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
