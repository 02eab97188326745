import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Configuration } from '../shared/configuration/configuration.ts';

const services = fileURLToPath(new URL('../services', import.meta.url));

/** What lies beside the bundles of single services, by service and path. */
export type Beside = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Bundles every service into a folder of its own below `directory`, with the configuration beside it,
 * and what else belongs there.
 *
 * One run of esbuild for all of them: `NodejsFunction` would start one for each, a quarter of a second
 * a time. The clients of the SDK are bundled, so that what runs is what was tested.
 */
export function bundle(
  names: readonly string[],
  configuration: Configuration,
  directory: string,
  beside: Beside = {},
) {
  buildSync({
    entryPoints: names.map((name) => ({
      in: join(services, name, 'handler.ts'),
      out: join(name, 'index'),
    })),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    /** Else some packages come as CommonJS, which an ES module cannot hold. */
    mainFields: ['module', 'main'],
    /** For those that are CommonJS only (mysql2) and require what Node brings. */
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    keepNames: true,
    /** Names stay, so that a stack trace can be read. */
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
  });
  const shipped = { 'configuration.json': `${JSON.stringify(configuration, null, 2)}\n` };
  for (const name of names)
    for (const [path, text] of Object.entries({ ...shipped, ...beside[name] })) {
      const file = join(directory, name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  return (name: string) => join(directory, name);
}
