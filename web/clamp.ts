/** The value, or the bound that it is beyond. */
export function clamp(low: number, value: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
