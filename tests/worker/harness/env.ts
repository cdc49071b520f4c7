import type { Env as WorkerEnv } from "../../../worker/env.ts";

/** Tells `cloudflare:workers` which Worker is under test. */
declare global {
  namespace Cloudflare {
    interface Env extends WorkerEnv {}
    interface GlobalProps {
      mainModule: typeof import("../../../worker/index.ts");
      durableNamespaces: "RoomObject" | "RegistryObject" | "UserObject";
    }
  }
}
