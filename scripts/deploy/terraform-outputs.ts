import * as v from "valibot";
import { UserError } from "../cli/user-error.ts";

const output = <T extends v.GenericSchema>(value: T) => v.object({ value });

/** Of what `terraform output -json` prints, what a deployment needs. */
const outputsSchema = v.object({
  edge_url: output(v.pipe(v.string(), v.url())),
  deploy_arguments: output(v.array(v.string())),
  worker_secrets: output(
    v.pipe(
      v.record(v.string(), v.string()),
      v.check(({ DATABASE_URL }) => DATABASE_URL !== undefined, "DATABASE_URL is missing"),
    ),
  ),
});

/** What Terraform has made for the Worker. */
export interface MadeByTerraform {
  readonly edgeUrl: string;
  readonly databaseUrl: string;
  /** The Worker's secrets, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What `wrangler deploy` is told besides. */
  readonly args: readonly string[];
}

/**
 * Reads what `terraform output -json` prints; null where nothing was made.
 *
 * @throws {UserError} where it is something else
 */
export function readOutputs(text: string): MadeByTerraform | null {
  if (text.trim() === "{}") return null;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), outputsSchema), text);
  if (!parsed.success)
    throw new UserError("Terraform's outputs are not of this version: run terraform apply.", [
      ...new Set(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "they"}: ${issue.message}`)),
    ]);
  const { edge_url, worker_secrets, deploy_arguments } = parsed.output;
  const secrets = worker_secrets.value;
  return {
    edgeUrl: edge_url.value,
    databaseUrl: secrets.DATABASE_URL ?? "",
    secrets,
    args: deploy_arguments.value,
  };
}
