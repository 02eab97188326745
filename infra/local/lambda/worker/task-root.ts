import { existsSync, readFileSync } from 'node:fs';
import { Module, registerHooks } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Finds and loads the file of a handler as Lambda's Node.js runtime does. */
export async function loadModule(taskRoot: string, name: string): Promise<unknown> {
  const path = join(taskRoot, name);
  const ambiguous = `${path}.js`;
  const js = existsSync(ambiguous);
  if (js && !declaresModules(taskRoot)) return compileCommonJs(ambiguous);
  const file = [ambiguous, `${path}.mjs`, `${path}.cjs`].find((candidate) => existsSync(candidate));
  if (!file)
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  const loaded: unknown = await import(pathToFileURL(file).href);
  return loaded;
}

/**
 * Only what the asset brings along can be imported, as on Lambda: a package that was left out of the
 * bundle is missing here too, although this repository has it. The SDK is part of Lambda's runtime.
 */
export function confineImports(taskRoot: string): void {
  const root = pathToFileURL(taskRoot + sep).href;
  registerHooks({
    resolve(specifier, context, next) {
      if (!context.parentURL?.startsWith(root)) return next(specifier, context);
      try {
        const { url, ...rest } = next(specifier, context);
        if (url.startsWith(root) || !url.startsWith('file:')) return { url, ...rest };
      } catch (error) {
        if (!isSdk(specifier)) throw error;
      }
      if (isSdk(specifier)) return next(specifier, { ...context, parentURL: import.meta.url });
      const message = `Cannot find package '${specifier}' imported from ${context.parentURL}`;
      throw Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' });
    },
  });
}

const isSdk = (specifier: string): boolean => /^@(aws-sdk|smithy)\//.test(specifier);

function declaresModules(taskRoot: string): boolean {
  const file = join(taskRoot, 'package.json');
  if (!existsSync(file)) return false;
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return (
    typeof content === 'object' && content !== null && Reflect.get(content, 'type') === 'module'
  );
}

/** Whatever a package.json above the asset says: on Lambda there is none. */
function compileCommonJs(file: string): unknown {
  const module = new Module(file);
  Reflect.apply(Reflect.get(module, '_compile'), module, [readFileSync(file, 'utf8'), file]);
  return module.exports;
}
