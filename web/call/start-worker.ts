/** The little of Trusted Types that is used here; where a browser does not know them it wants none. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

const policy = trustedTypes?.createPolicy("nearcast", {
  createScriptURL: (url) => {
    const { origin, pathname } = new URL(url, location.href);
    if (origin === location.origin && pathname.startsWith("/assets/")) return url;
    throw new TypeError(`Not a script of this page: ${url}`);
  },
});

/** Starts a worker of the build. The page's policy lets no other text become the address of a script. */
export function startWorker(url: string): Worker {
  return new Worker(policy ? policy.createScriptURL(url) : url, { type: "module" });
}
