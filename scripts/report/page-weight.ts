/** The part of Vite's manifest that is weighed. */
export type Manifest = Readonly<Record<string, ManifestChunk>>;

interface ManifestChunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

export interface PageWeight {
  /** Bytes of script a browser loads to show the page of a room. */
  readonly beforeJoining: number;
  /** Bytes of all script the page can load: with the media code, which is imported later. */
  readonly withMedia: number;
}

const ENTRY = "index.html";

/**
 * Weighs the page's script as its manifest lists it.
 *
 * @param weigh the bytes of a file of the build, as they are sent
 * @throws when the manifest lacks the entry
 */
export function weighPage(manifest: Manifest, weigh: (file: string) => number): PageWeight {
  const total = (follow: (chunk: ManifestChunk) => readonly string[]): number => {
    const seen = new Set([ENTRY]);
    // A set may grow while it is walked, and the new ones are walked too.
    for (const name of seen) for (const next of follow(find(manifest, name))) seen.add(next);
    const files = new Set([...seen].map((name) => find(manifest, name).file));
    return [...files].filter((file) => file.endsWith(".js")).reduce((sum, file) => sum + weigh(file), 0);
  };
  return {
    beforeJoining: total(({ imports = [] }) => imports),
    withMedia: total(({ imports = [], dynamicImports = [] }) => [...imports, ...dynamicImports]),
  };
}

function find(manifest: Manifest, name: string): ManifestChunk {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`The manifest has no ${name}`);
  return chunk;
}
