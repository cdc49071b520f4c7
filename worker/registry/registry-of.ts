import type { Env } from "../env.ts";

/** The registry that every node of this deployment reports to. */
export function registryOf(env: Env) {
  return env.REGISTRY.get(env.REGISTRY.idFromName("registry"));
}
