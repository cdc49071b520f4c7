import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { Position } from "../../protocol/position.ts";
import { ROOT } from "../cli/paths.ts";
import { type Step, silently } from "../cli/terminal.ts";
import { UserError } from "../cli/user-error.ts";
import type { Child } from "../process/child.ts";
import { type Lock, tryLock } from "../process/lock.ts";
import { freePort, isPortFree } from "../process/ports.ts";
import { ensureMediasoupWorker } from "../setup/mediasoup-worker.ts";
import { ensureCertificate } from "./certificate.ts";
import { startEdge } from "./edge.ts";
import { createLifecycle, type Lifecycle, settleAll } from "./lifecycle.ts";
import { resolveListen } from "./listen.ts";
import { createFileLog, type Log } from "./logs.ts";
import { type NodeMachine, startMediaNode } from "./media-node.ts";
import { migrate } from "./migrate.ts";
import { type NeonEndpoint, startNeonEndpoint } from "./neon-endpoint.ts";
import { trustNodes } from "./node-keys.ts";
import { ensurePage, PAGE_OUTPUT } from "./page.ts";
import { startPostgres } from "./postgres.ts";
import { ensureSecrets, type Secrets } from "./secrets.ts";
import { ensureWorker } from "./worker.ts";

export interface StackOptions {
  /** The port browsers use; 0 takes a free one. */
  readonly port: number;
  /** Keeps the database, the rooms, keys and logs. */
  readonly stateDirectory: string;
  /** Undefined for this machine alone, else `0.0.0.0` or an address of this machine, for its network. */
  readonly host?: string | undefined;
  /** How many media nodes run; 1 unless given. */
  readonly nodes?: number;
  /** Where they are, in their order; nowhere unless given. */
  readonly nodePositions?: readonly Position[];
  /** The machines that they run on, in their order; all on this one unless given. */
  readonly nodeMachines?: readonly NodeMachine[];
  /** How many mediasoup workers each of them runs; one per core, shared among the nodes, unless given. */
  readonly workersPerNode?: number;
  /** How many participants of a room share one of them; as a node has it unless given. */
  readonly participantsPerWorker?: number;
  /** Further variables of the Worker, which it does without unless given. */
  readonly workerVariables?: Readonly<Record<string, string>>;
  /** False leaves web/dist as it is, for who serves the page in another way. */
  readonly buildPage?: boolean;
  /** True has the edge follow the Worker's sources as they are edited. */
  readonly followsSources?: boolean;
  /** Gets every line of every program, which are also in `logs/` of the state directory. */
  readonly log?: Log;
  readonly step?: Step;
}

export interface StackNode {
  readonly id: string;
  readonly pid: number;
  readonly healthUrl: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again after that, under its name. */
  restart(): Promise<StackNode>;
}

export interface Stack {
  /** The origin for browsers, e.g. `http://localhost:8787`. */
  readonly url: string;
  /** A connection string for the database itself, over TCP. */
  readonly databaseUrl: string;
  readonly nodes: readonly StackNode[];
  /** What its operator shows. */
  readonly fleetToken: string;
  /** Resolves when a program has ended by itself, once the rest has been closed. */
  readonly failed: Promise<UserError>;
  /** Ends the Worker's runtime and starts it again on the same storage and port. */
  restartEdge(): Promise<void>;
  /** Ends everything. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts the whole of Nearcast on this machine: database, edge and media nodes.
 *
 * @throws {UserError} when a port or the state directory is in use, or a program does not start; nothing is
 *   left running then
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const lifecycle = createLifecycle();
  try {
    return await composeStack(options, lifecycle);
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

async function composeStack(options: StackOptions, lifecycle: Lifecycle): Promise<Stack> {
  const { nodes: nodeCount = 1, followsSources = false, step = silently, log: extraLog = () => {} } = options;
  const listen = resolveListen(options.host);
  const port = options.port === 0 ? await freePort(listen.ip) : await requirePort(options.port, listen.ip);
  const stateDirectory = resolve(options.stateDirectory);
  const lock = await lockState(stateDirectory);
  lifecycle.onClose(() => lock.release());

  const log = createFileLog(join(stateDirectory, "logs"), extraLog);
  const nodeIds = Array.from({ length: nodeCount }, (_, index) => `local-${index + 1}`);
  const secrets = await ensureSecrets(stateDirectory, nodeIds);
  const [database, workerBinary, certificate] = await settleAll([
    step("Starting the database", () => startDatabase(stateDirectory, secrets, log, lifecycle)),
    ensureMediasoupWorker(step),
    listen.https ? ensureCertificate(stateDirectory, listen.publicHost) : undefined,
    buildWhatIsServed(options, step),
    trustNodes(stateDirectory, secrets.publicNodeKey),
  ] as const);

  const scheme = listen.https ? "https" : "http";
  const internalUrl = `${scheme}://${listen.internalHost}:${port}`;
  const launchEdge = async (): Promise<Child> => {
    const child = await startEdge({
      stateDirectory,
      ip: listen.ip,
      port,
      internalUrl,
      certificate,
      variables: {
        DATABASE_URL: database.endpoint.databaseUrl,
        DATABASE_ENDPOINT: database.endpoint.origin,
        TOKEN_SECRET: secrets.tokenSecret,
        ACCESS_KEYS: secrets.accessKeys,
        PUSH_KEY: secrets.pushKey,
        PUSH_CONTACT: "mailto:operator@localhost",
        FLEET_TOKEN: secrets.fleetToken,
        ...options.workerVariables,
      },
      followsSources,
      output: (line) => log("edge", line),
    });
    lifecycle.supervise(child);
    return child;
  };
  let edge = await step("Starting the edge", launchEdge);
  lifecycle.onClose(() => edge.stop());

  const running: Child[] = [];
  // Who ends a local stack does not want to wait until its rooms have moved.
  lifecycle.onClose(() => Promise.all(running.map((child) => child.kill())));
  const launchNode = async (id: string): Promise<StackNode> => {
    const { child, healthUrl } = await startMediaNode({
      id,
      key: secrets.nodeKey.get(id) ?? "",
      position: options.nodePositions?.[nodeIds.indexOf(id)],
      edgeUrl: internalUrl,
      edgeCertificatePath: certificate?.certificatePath,
      listenIp: listen.mediaIp,
      announcedAddress: listen.announced,
      workers: options.workersPerNode ?? Math.max(1, Math.floor(availableParallelism() / nodeCount)),
      participantsPerWorker: options.participantsPerWorker,
      workerBinary,
      machine: options.nodeMachines?.[nodeIds.indexOf(id)],
      output: (line) => log(id, line),
    });
    running.push(child);
    // Its operator may have it end.
    lifecycle.supervise(child, { mayEnd: true });
    const restart = () => launchNode(id);
    return { id, pid: child.pid, healthUrl, kill: () => child.kill(), restart };
  };
  const nodes = await step(
    nodeCount === 1 ? "Starting the media node" : `Starting ${nodeCount} media nodes`,
    () => settleAll(nodeIds.map(launchNode)),
  );

  return {
    url: `${scheme}://${listen.publicHost}:${port}`,
    databaseUrl: database.url,
    fleetToken: secrets.fleetToken,
    nodes,
    failed: lifecycle.failed,
    async restartEdge() {
      await edge.stop();
      edge = await launchEdge();
    },
    close: lifecycle.close,
  };
}

/** The Worker is built for a page that is there. */
async function buildWhatIsServed({ buildPage, followsSources }: StackOptions, step: Step): Promise<void> {
  if (buildPage === false) await mkdir(PAGE_OUTPUT, { recursive: true });
  else await ensurePage(step);
  if (!followsSources) await ensureWorker(step);
}

async function startDatabase(
  stateDirectory: string,
  secrets: Secrets,
  log: Log,
  lifecycle: Lifecycle,
): Promise<{ url: string; endpoint: NeonEndpoint }> {
  const postgres = await startPostgres({
    directory: join(stateDirectory, "postgres"),
    password: secrets.databasePassword,
    output: (line) => log("postgres", line),
  });
  lifecycle.onClose(() => postgres.close());
  lifecycle.supervise(postgres.child);
  await migrate(postgres.url, join(ROOT, "migrations"));
  const endpoint = await startNeonEndpoint(postgres.url);
  lifecycle.onClose(() => endpoint.close());
  return { url: postgres.url, endpoint };
}

/**
 * Answers the port when it is free.
 *
 * @throws {UserError} when another program has it
 */
export async function requirePort(port: number, ip: string): Promise<number> {
  if (await isPortFree(port, ip)) return port;
  const other = port === 65_535 ? port - 1 : port + 1;
  throw new UserError(`Port ${port} is in use. Stop the other program or run PORT=${other} npm start`);
}

async function lockState(stateDirectory: string): Promise<Lock> {
  const lock = await tryLock(join(stateDirectory, "lock"));
  if (lock) return lock;
  throw new UserError(`Nearcast already runs from ${stateDirectory}. Stop it first.`);
}
