export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** The user and group that own nothing, on every Linux. */
export const NOBODY = 65_534;

/**
 * The command that runs a program as anybody but root, for PostgreSQL, which refuses root. A checkout of
 * root's may lie where no other user can look, so the program keeps the right to read and write there.
 */
export function withoutRoot(program: string, args: readonly string[]): Command {
  if (process.getuid?.() !== 0) return { command: program, args };
  const identity = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
  // The bit keeps the right in access(2) too, which goes by the real user.
  const rights = [
    ...["--inh-caps=+dac_override", "--ambient-caps=+dac_override"],
    "--securebits=+no_setuid_fixup",
  ];
  return { command: "setpriv", args: [...identity, ...rights, program, ...args] };
}
