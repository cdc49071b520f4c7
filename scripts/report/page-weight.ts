/** The part of Vite's manifest that is weighed. */
export type Manifest = Readonly<Record<string, ManifestChunk>>;

interface ManifestChunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/** Bytes of script, each file counted once. */
export interface PageWeight {
  /** What a browser loads to show the page of a room. */
  readonly beforeJoining: number;
  /** What it has loaded in a call, media code and all. */
  readonly inCall: number;
  /** All that it can load: also what few people open, such as a room's settings. */
  readonly everything: number;
}

/** What a page needs to be shown. */
const PAGE = ["index.html", "app.tsx"] as const;
/** What is imported later for every call. */
const CALL = ["state/call.ts", "pages/call-page.tsx", "call/call.ts"] as const;

/**
 * Weighs the page's script as its manifest lists it.
 *
 * @param weigh the bytes of a file of the build, as they are sent
 * @throws when the manifest lacks the entry, or what every call needs
 */
export function weighPage(manifest: Manifest, weigh: (file: string) => number): PageWeight {
  const total = (entries: readonly string[], follow: (chunk: ManifestChunk) => readonly string[]): number => {
    const seen = new Set(entries);
    // A set may grow while it is walked, and the new ones are walked too.
    for (const name of seen) for (const next of follow(find(manifest, name))) seen.add(next);
    const files = new Set([...seen].map((name) => find(manifest, name).file));
    return [...files].filter((file) => file.endsWith(".js")).reduce((sum, file) => sum + weigh(file), 0);
  };
  const atOnce = ({ imports = [] }: ManifestChunk) => imports;
  return {
    beforeJoining: total(PAGE, atOnce),
    inCall: total([...PAGE, ...CALL], atOnce),
    everything: total(PAGE, ({ imports = [], dynamicImports = [] }) => [...imports, ...dynamicImports]),
  };
}

function find(manifest: Manifest, name: string): ManifestChunk {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`The manifest has no ${name}`);
  return chunk;
}
