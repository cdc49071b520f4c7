import type { Env } from "../env.ts";
import type { Area } from "./areas.ts";
import type { RegistryObject } from "./RegistryObject.ts";

/** The registry of an area: made there, where nobody has asked for it before. */
export function registryOf(env: Env, area: Area): DurableObjectStub<RegistryObject> {
  return env.REGISTRY.get(env.REGISTRY.idFromName(area), { locationHint: area });
}
