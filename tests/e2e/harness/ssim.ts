/** The brightness of a picture's pixels, row by row. */
export interface Luma {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * How alike two pictures of one size look, as the mean structural similarity (Wang et al., 2004) of their blocks of 8 × 8
 * pixels: 1 for the same picture, about 0.98 where small text cannot be told from its source. It uses nothing from outside,
 * so that it can be given to a page as text.
 *
 * @throws where the sizes differ
 */
export function ssim(a: Luma, b: Luma): number {
  const { width, height } = a;
  if (width !== b.width || height !== b.height) throw new Error("the pictures differ in size");
  const block = 8;
  const pixels = block * block;
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
  let sum = 0;
  let blocks = 0;
  for (let top = 0; top + block <= height; top += block) {
    for (let left = 0; left + block <= width; left += block) {
      let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
      for (let y = top; y < top + block; y++) {
        for (let at = y * width + left; at < y * width + left + block; at++) {
          const p = a.data[at] ?? 0;
          const q = b.data[at] ?? 0;
          sumA += p;
          sumB += q;
          sumAA += p * p;
          sumBB += q * q;
          sumAB += p * q;
        }
      }
      const [meanA, meanB] = [sumA / pixels, sumB / pixels];
      const varianceA = sumAA / pixels - meanA * meanA;
      const varianceB = sumBB / pixels - meanB * meanB;
      const covariance = sumAB / pixels - meanA * meanB;
      const likeness = (2 * meanA * meanB + c1) * (2 * covariance + c2);
      sum += likeness / ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2));
      blocks += 1;
    }
  }
  return sum / blocks;
}
