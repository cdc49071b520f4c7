import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The text in a picture, as tesseract reads it; `npm test` installs it. @param png base64 */
export async function readText(png: string): Promise<string> {
  // One block of text, as it is.
  const reading = promisify(execFile)("tesseract", ["stdin", "stdout", "--psm", "6"], {
    env: { ...process.env, OMP_THREAD_LIMIT: "1" },
  });
  reading.child.stdin?.end(Buffer.from(png, "base64"));
  return (await reading).stdout;
}
