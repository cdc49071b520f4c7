import { t } from "../language/translate.ts";
import { nearNode } from "../state/near-nodes.ts";

/** Which media node is the nearest, and how far away. Its line is always there, so that nothing moves when that is known. */
export function NearMark() {
  const near = nearNode.value;
  if (near === null) return <p class="near-mark">{"\u00a0"}</p>;
  const { id, region, roundTripMs } = near;
  // Firefox measures no fractions.
  const ms = roundTripMs < 1 ? "< 1" : Math.round(roundTripMs);
  return (
    <p class="near-mark" title={t("The time that it takes there and back")}>
      {t("Nearest media server: {id}, {region} · {ms} ms", { id, region, ms })}
    </p>
  );
}
