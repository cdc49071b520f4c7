import { parseArgs } from "node:util";
import { UserError } from "../cli/user-error.ts";

/** What `npm run fleet` is to do. */
export interface FleetOptions {
  /** The file with what Terraform has, and the one with what it is to have; null where the fleet is only looked at. */
  readonly files: { readonly made: string; readonly write: string } | null;
  /** Whether machines that would be made as something else now are replaced. */
  readonly replace: boolean;
}

const USAGE =
  "Usage: npm run fleet [-- --made FILE --write FILE [--replace]]; docs/deploy.md says what is in them.";

/** @throws {UserError} where the arguments have no meaning */
export function readFleetOptions(args: readonly string[]): FleetOptions {
  const { made, write, replace = false } = parse(args);
  if (made === undefined && write === undefined && !replace) return { files: null, replace };
  if (!made || !write)
    throw new UserError(`--made and --write go together${replace ? ", and with --replace" : ""}. ${USAGE}`);
  return { files: { made, write }, replace };
}

function parse(args: readonly string[]): { made?: string; write?: string; replace?: boolean } {
  const options = {
    made: { type: "string" },
    write: { type: "string" },
    replace: { type: "boolean" },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : error}. ${USAGE}`);
  }
}
