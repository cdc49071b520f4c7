import type { Step } from "../cli/terminal.ts";
import { ensureSystemPackages } from "./system-packages.ts";

/**
 * Sees to it that the tests in bad networks can run, and says whether they can: they make networks of their own out of
 * namespaces and virtual switches, which only Linux has and only root may.
 *
 * @throws {UserError} when the switches are missing and cannot be installed from here
 */
export async function ensureNetworkTools(step: Step): Promise<boolean> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  await ensureSystemPackages(
    ["vde2", "iproute2", "nftables", "coturn"],
    "Testing in bad networks",
    "Install VDE (vde_switch, wirefilter), iproute2, nftables and coturn.",
    step,
  );
  return true;
}
