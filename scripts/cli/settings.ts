import { UserError } from "./user-error.ts";

/** What `npm start` and `npm run dev` take from the environment. */
export interface Settings {
  /** PORT: where browsers find the page; 8787 unless set. */
  readonly port: number;
  /** HOST: `0.0.0.0` or an address of this machine serves its network, over https. */
  readonly host: string | undefined;
  /** SFU_NODES: how many media nodes run; 1 unless set. */
  readonly nodes: number;
  /** What the Worker is told besides, by name: where else people sign in, how mails are sent, which relays there are, how full nodes are to be. */
  readonly workerVariables: Readonly<Record<string, string>>;
}

const WORKER_VARIABLES = [
  "SIGN_IN_PROVIDERS",
  "MAIL_ENDPOINT",
  "MAIL_TOKEN",
  "MAIL_FROM",
  "TURN_KEY_ID",
  "TURN_KEY_API_TOKEN",
  "TURN_URLS",
  "TURN_SECRET",
  "TURN_CREDENTIAL_SECONDS",
  "FLEET_MIN_NODES",
  "FLEET_TARGET_BUSY",
];

/** @throws {UserError} when a variable has no meaning */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return {
    port: readNumber(environment, "PORT", 8787, 65_535),
    host: environment.HOST || undefined,
    nodes: readNumber(environment, "SFU_NODES", 1, 16),
    workerVariables: Object.fromEntries(
      WORKER_VARIABLES.flatMap((name) => {
        const value = environment[name];
        return value ? [[name, value]] : [];
      }),
    ),
  };
}

function readNumber(environment: NodeJS.ProcessEnv, name: string, otherwise: number, most: number): number {
  const text = environment[name];
  if (!text) return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UserError(`${name}=${text} is not a whole number from 1 to ${most}. Correct it, or unset it.`);
}
