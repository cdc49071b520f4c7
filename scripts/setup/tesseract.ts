import type { Step } from "../cli/terminal.ts";
import { findOnPath } from "./on-path.ts";
import { ensureSystemPackages } from "./system-packages.ts";

/**
 * Sees to it that tesseract is there, which reads the text of shared screens back.
 *
 * @throws {UserError} when it is not and cannot be installed from here
 */
export async function ensureTesseract(step: Step): Promise<void> {
  if (await findOnPath(["tesseract"])) return;
  await ensureSystemPackages(
    ["tesseract-ocr"],
    "Testing whether shared text can be read",
    "Install tesseract with its English data.",
    step,
  );
}
