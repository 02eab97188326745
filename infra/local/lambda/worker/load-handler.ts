import { functionError } from './function-error.ts';
import type { FunctionError, WorkerSetting } from './messages.ts';
import { loadModule } from './task-root.ts';

export type Handler = (event: unknown, context: object) => unknown;

/** Loads the handler that a setting names, or says why Lambda would not. */
export async function loadHandler(
  setting: WorkerSetting,
): Promise<{ readonly handler: Handler } | { readonly error: FunctionError }> {
  const [file = '', ...path] = setting.handler.split('.');
  try {
    let found: unknown = await loadModule(setting.taskRoot, file);
    for (const name of path)
      found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined;
    if (!isHandler(found))
      return wrong('HandlerNotFound', `${setting.handler} is undefined or not exported`);
    if (found.length > 2)
      return wrong('CallbackHandlerDeprecated', 'Node.js 24 on Lambda takes no callback handlers');
    return { handler: found };
  } catch (thrown) {
    return { error: functionError(thrown, importError(thrown)) };
  }
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

function wrong(type: string, errorMessage: string): { readonly error: FunctionError } {
  return { error: { errorType: `Runtime.${type}`, errorMessage, trace: [] } };
}

function importError(thrown: unknown): string | undefined {
  if (thrown instanceof SyntaxError) return 'Runtime.UserCodeSyntaxError';
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined;
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND'
    ? 'Runtime.ImportModuleError'
    : undefined;
}
