/** A room in which there is nobody, as it tells it to who joins. */
export const SNAPSHOT = {
  epoch: 2,
  seq: 10,
  room: { slug: "tea", title: "Tea", encrypted: false },
  route: "direct" as const,
  participants: [],
  chat: [],
};
