import { setFlagsFromString } from 'node:v8';
import { defaultNetwork } from '../../infra/local/ec2/default-network.ts';
import { defaultPlace, type Environment, startEnvironment } from '../../infra/local/environment.ts';
import { PortInUse } from '../../infra/local/gateway/http-server.ts';
import { createMariadbEngine } from '../../infra/local/rds/mariadb/create-engine.ts';
import { ensureMariadb } from '../../infra/local/rds/mariadb/fetch/ensure-mariadb.ts';
import { MariadbUnavailableError } from '../../infra/local/rds/mariadb/fetch/unavailable.ts';
import type { MariadbEngine } from '../../infra/local/rds/mariadb/mariadb-engine.ts';
import { DirectoryInUseError } from '../../infra/local/rds/mariadb/owner.ts';
import { StateFileError } from '../../infra/local/state-file.ts';
import { DynamicReferenceError } from '../../infra/local/template/dynamic-reference.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { duration } from '../output/duration.ts';
import { ensureAssembly } from '../synthesize.ts';
import { type WorkingDirectory, workingDirectory } from './working-directory.ts';

export interface BringUpOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly region?: string | undefined;
  readonly dataDirectory?: string | undefined;
  readonly configurationFile?: string | undefined;
  /** Texts by the names of secrets that are there before the pipeline. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  /** Makes it reject at the next opportunity. */
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** Told every line that a function writes. */
  readonly functionLog?: ((text: string) => void) | undefined;
}

/** The synthesized pipeline on this machine. */
export interface LocalPipeline {
  readonly aws: Environment;
  /** The name that its configuration gives it. */
  readonly environment: string;
  readonly databases: Pick<MariadbEngine, 'ca' | 'caFile' | 'serverVersion'>;
  readonly directory: string;
  /** Stops everything and removes what was only for this run. */
  close(): Promise<void>;
}

/** Brings the pipeline up. Rejects, with nothing left behind, if anything is in the way. */
export async function bringUp(options: BringUpOptions): Promise<LocalPipeline> {
  /** Each function has a heap of its own; together they need a sixth less this way. */
  setFlagsFromString('--optimize-for-size');
  const { signal } = options;
  /** What breaks because of an interrupt is no news. */
  const progress = (text: string) => {
    if (!signal.aborted) options.progress(text);
  };
  const ends: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const assembly = await ensureAssembly(options.configurationFile, () =>
      progress('Synthesizing the template'),
    );
    if (assembly.tookMs !== undefined) progress(`Synthesized in ${duration(assembly.tookMs)}`);
    signal.throwIfAborted();
    const program = await ensureMariadb({ log: progress });
    const directory = await workingDirectory(options.dataDirectory, progress);
    ends.push(() => directory.remove());
    const databases = await createMariadbEngine({
      program,
      directory: directory.databases,
      log: progress,
    });
    ends.push(() => databases.close());
    const aws = await startEnvironment(
      environmentOptions({ ...options, progress }, assembly.directory, directory, databases),
    );
    ends.push(() => aws.close());
    signal.throwIfAborted();
    progress(`The pipeline is up at ${aws.endpoint}`);
    return {
      aws,
      environment: aws.outputs.Environment ?? 'dev',
      databases,
      directory: directory.shown,
      close,
    };
  } catch (error) {
    await close();
    throw explained(error);
  }
}

const environmentOptions = (
  { port, region, secrets, progress, functionLog }: BringUpOptions,
  assembly: string,
  { kept }: WorkingDirectory,
  databases: MariadbEngine,
) => ({
  assembly,
  port,
  databaseEngine: databases,
  dataDirectory: kept,
  log: progress,
  ...(region && { region }),
  ...(secrets && { secrets }),
  ...(functionLog && {
    output: ({ functionName, text }: { functionName: string; text: string }) =>
      functionLog(`${functionName}: ${text.trimEnd()}`),
  }),
  parameters: { ...networkIn(region), DatabaseCa: databases.ca },
});

/** The default VPC: the default subnet group of RDS stands there too. */
function networkIn(region = defaultPlace.region) {
  const { vpc, subnets } = defaultNetwork({ ...defaultPlace, region });
  return { VpcId: vpc.id, SubnetIds: subnets.map(({ id }) => id).join(',') };
}

function explained(error: unknown): unknown {
  const unusable = (message: string, remedy?: string) =>
    new CliError(exitCodes.unusable, message, { cause: error, ...(remedy && { remedy }) });
  if (error instanceof MariadbUnavailableError) return unusable(error.message);
  if (error instanceof DirectoryInUseError)
    return unusable(error.message, 'Stop that one, or choose another --data-dir.');
  if (error instanceof StateFileError)
    return unusable(
      error.message,
      'Delete that file, and clusters and messages begin anew, or choose another --data-dir.',
    );
  if (isOfReference(error))
    return unusable(
      error.message,
      'Put what is in the secrets that the configuration names into a file, and give it as --secrets.',
    );
  if (error instanceof PortInUse)
    return unusable(error.message, 'Stop that program, or choose another --port.');
  return error;
}

/** Whether a stack did not come up for a secret that it refers to. */
function isOfReference(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return error instanceof DynamicReferenceError || isOfReference(error.cause);
}
