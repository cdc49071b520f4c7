import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { setOwnScene } from "../harness/scene.ts";

const scene = setOwnScene({ nodes: 0 });

const get = (path: string, init?: RequestInit) => fetch(scene.stack.url + path, init);

test("the page is sent with a policy of its own each time, at each of its addresses", async () => {
  const nonces = new Set<string>();
  for (const path of ["/", "/index.html", "/r/tea", "/account", "/sign-in", "/no/such/page"]) {
    const response = await get(path);
    const html = await response.text();
    expect([path, response.status]).toEqual([path, 200]);
    const policy = response.headers.get("Content-Security-Policy") ?? "";
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    expect(policy).toContain(`script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval';`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
    expect(new Set([...html.matchAll(/ nonce="([^"]*)"/g)].map(([, found]) => found))).toEqual(
      new Set([nonce]),
    );
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(response.headers.get("Permissions-Policy")).toContain("geolocation=()");
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(6);
  expect((await get("/", { headers: { "If-None-Match": "*" } })).status).toBe(200);
});

test("what is no page is not taken for one", async () => {
  for (const path of ["/assets/gone.js", "/api/nothing", "/.well-known/nothing"]) {
    const response = await get(path);
    expect([path, response.status, response.headers.get("Content-Type")]).toEqual([
      path,
      404,
      "application/json",
    ]);
  }
  expect((await get("/r/tea", { method: "POST" })).status).toBe(404);
  const answer = await get("/api/rooms/tea/session", { method: "POST" });
  expect(answer.headers.get("Content-Security-Policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
});

test("nothing that is written into the page becomes a script", { timeout: 30_000 }, async () => {
  const { page } = await scene.open("Ada");
  await page.goto(scene.stack.url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  const found = await page.evaluate(async () => {
    const blocked: string[] = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
      blocked.push(effectiveDirective),
    );
    const tried = (act: () => unknown): string => {
      try {
        act();
        return "done";
      } catch (error) {
        return (error as Error).name;
      }
    };
    const inline = document.createElement("script");
    inline.append("globalThis.hacked = true");
    const handled = document.createElement("p");
    const outcomes = {
      html: tried(() => {
        handled.innerHTML = "<img src=x onerror='globalThis.hacked = true'>";
      }),
      handler: tried(() => handled.setAttribute("onclick", "globalThis.hacked = true")),
      timer: tried(() => setTimeout("globalThis.hacked = true")),
      worker: tried(() => new Worker("/icon.svg")),
      inline: tried(() => document.head.append(inline)),
      policy: tried(() =>
        (
          globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }
        ).trustedTypes.createPolicy("another", {}),
      ),
    };
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { outcomes, hacked: "hacked" in globalThis, blocked: [...new Set(blocked)].sort() };
  });
  expect(found.hacked).toBe(false);
  expect(found.outcomes).toMatchObject({ html: "TypeError", worker: "TypeError", policy: "TypeError" });
  expect(found.blocked).toContain("require-trusted-types-for");
});

test("another site cannot frame the page", { timeout: 60_000 }, async () => {
  const elsewhere = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<iframe src="${scene.stack.url}/r/tea"></iframe>`);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  try {
    const { page } = await scene.open("Ada");
    const refusal = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    await refusal;
    await expect.poll(() => page.frames().at(-1)?.url()).toMatch(/^chrome-error:/);
  } finally {
    elsewhere.close();
  }
});
