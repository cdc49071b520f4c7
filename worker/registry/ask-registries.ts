import type { Env } from "../env.ts";
import { errorText, log } from "../log.ts";
import type { Area } from "./areas.ts";
import type { RegistryObject } from "./RegistryObject.ts";
import { registryOf } from "./registry-of.ts";

/** Asks the registries of several areas at once. One that does not answer costs only its own answer, and is logged. */
export async function askRegistries<T>(
  env: Env,
  areas: readonly Area[],
  ask: (registry: DurableObjectStub<RegistryObject>, area: Area) => Promise<T>,
): Promise<{ answers: T[]; silent: Area[] }> {
  const results = await Promise.allSettled(areas.map(async (area) => ask(registryOf(env, area), area)));
  const silent: Area[] = [];
  const answers = results.flatMap((result, index) => {
    if (result.status === "fulfilled") return [result.value];
    const area = areas[index] as Area;
    log({ event: "registry-silent", area, error: errorText(result.reason) });
    silent.push(area);
    return [];
  });
  return { answers, silent };
}
