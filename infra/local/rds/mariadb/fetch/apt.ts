import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, type ProgramFailed, runProgram } from '../run-program.ts';

export interface AptPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

/**
 * apt as an ordinary user: the machine's sources and keys, but lists and downloads in a folder of
 * ours, so that nothing of the system changes and nobody need have run `apt-get update`.
 */
export class Apt {
  readonly #directory: string;
  readonly #env: Environment;
  readonly #options: readonly string[];

  constructor(directory: string, env: Environment) {
    this.#directory = directory;
    this.#env = env;
    this.#options = Object.entries({
      'Dir::State::Lists': join(directory, 'lists'),
      'Dir::State::extended_states': join(directory, 'extended_states'),
      'Dir::Cache': join(directory, 'cache'),
      'Dir::Log': directory,
      'Debug::NoLocking': '1',
      // As root apt would download as another user, who may not write here.
      'APT::Sandbox::User': 'root',
      'Acquire::Languages': 'none',
      'APT::Get::AllowUnauthenticated': 'false',
      'Acquire::AllowInsecureRepositories': 'false',
      'Acquire::AllowDowngradeToInsecureRepositories': 'false',
    }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  }

  /**
   * Resolves with what went wrong, if anything did: a source that has nothing to do with ours may be
   * broken without harm.
   */
  async update(): Promise<string> {
    await mkdir(join(this.#directory, 'lists/partial'), { recursive: true });
    await mkdir(join(this.#directory, 'cache/archives/partial'), { recursive: true });
    return this.#run(['-qq', 'update']).catch((error: ProgramFailed) => error.said);
  }

  /** The package and what it depends on, as far as this machine lacks it. */
  async lacking(name: string): Promise<AptPackage[]> {
    const plan = await this.#run(['--simulate', '--no-install-recommends', 'install', name]);
    return plan.split('\n').flatMap((line) => {
      const found = /^Inst (\S+) (?:\[[^\]]*\] )?\((\S+) .*\[(\S+)\]\)/.exec(line);
      const [, name, version, architecture] = found ?? [];
      return name && version && architecture ? [{ name, version, architecture }] : [];
    });
  }

  /** Downloads the packages, checked against the signed lists. Gives each one's file. */
  async download(packages: readonly AptPackage[]): Promise<Map<AptPackage, string>> {
    const folder = join(this.#directory, 'packages');
    await mkdir(folder);
    await this.#run(['-qq', 'download', ...packages.map((p) => `${p.name}=${p.version}`)], folder);
    const files = await readdir(folder);
    return new Map(
      packages.map((wanted) => {
        const file = files.find((file) => decodeURIComponent(file) === fileName(wanted));
        if (!file) throw new Error(`apt-get download left no ${fileName(wanted)}`);
        return [wanted, join(folder, file)];
      }),
    );
  }

  #run(args: readonly string[], cwd = this.#directory): Promise<string> {
    return runProgram('apt-get', [...this.#options, ...args], {
      cwd,
      env: { ...this.#env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
}

const fileName = ({ name, version, architecture }: AptPackage): string =>
  `${name}_${version}_${architecture}.deb`;
