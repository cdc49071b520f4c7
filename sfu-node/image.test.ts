import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

async function sources(folder: string): Promise<string[]> {
  const names = await readdir(join(ROOT, folder), { recursive: true });
  return names
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.startsWith("testing/"))
    .map((name) => join(ROOT, folder, name));
}

test("the image has the packages that the node imports, and no others", async () => {
  const files = [...(await sources("protocol")), ...(await sources("sfu-node"))];
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const imported = texts.flatMap((text) =>
    [...text.matchAll(/from "([^.][^"]*)"/g)]
      .map(([, name = ""]) => name)
      .filter((name) => !/^node:/.test(name)),
  );
  const dockerfile = await readFile(join(ROOT, "sfu-node/Dockerfile"), "utf8");
  const installed = /^ARG PACKAGES="([^"]*)"$/m.exec(dockerfile)?.[1]?.split(" ");
  expect(installed).toEqual([...new Set(imported)].sort());
});
