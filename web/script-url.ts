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
    const isOfBuild = pathname.startsWith("/assets/") || pathname === "/service-worker.js";
    if (origin === location.origin && isOfBuild) return url;
    throw new TypeError(`Not a script of this page: ${url}`);
  },
});

/** The address of a worker of the build. The page's policy lets no other text become the address of a script. */
export function scriptUrl(url: string): string {
  return policy ? policy.createScriptURL(url) : url;
}
