/** A smooth line through a stroke's points (x, y, x, y, …) as an SVG path: it bends at them and runs through the middles between them. */
export function strokePath(points: readonly number[]): string {
  const [x = 0, y = 0] = points;
  const count = Math.floor(points.length / 2);
  // A line without a length is a dot, for it has round ends.
  if (count < 2) return `M${x} ${y}l0 0`;
  let path = `M${x} ${y}`;
  for (let index = 1; index < count - 1; index += 1) {
    const [bendX, bendY] = [points[2 * index] ?? 0, points[2 * index + 1] ?? 0];
    const [nextX, nextY] = [points[2 * index + 2] ?? 0, points[2 * index + 3] ?? 0];
    path += `Q${bendX} ${bendY} ${(bendX + nextX) / 2} ${(bendY + nextY) / 2}`;
  }
  return `${path}L${points[2 * count - 2]} ${points[2 * count - 1]}`;
}
