/** What runs first in the worker thread of a function, in the place of Lambda's Node.js runtime. */

import { parentPort, workerData } from 'node:worker_threads';
import { invocationContext } from './context.ts';
import { functionError } from './function-error.ts';
import { type Handler, loadHandler } from './load-handler.ts';
import { refuseOutsideConnections } from './loopback-only.ts';
import type { InvocationRequest, WorkerMessage, WorkerSetting } from './messages.ts';
import { captureOutput } from './output.ts';
import { followClock } from './shared-date.ts';
import { confineImports } from './task-root.ts';

const setting: WorkerSetting = workerData;
const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

captureOutput((text) => say({ kind: 'output', text }));
refuseOutsideConnections();
followClock(setting.clockOffset);
confineImports(setting.taskRoot);
process.cwd = () => setting.taskRoot;
process.on('uncaughtException', (thrown) => fail(thrown));
process.on('unhandledRejection', (reason) => fail(reason, 'Runtime.UnhandledPromiseRejection'));

void loadHandler(setting).then((loaded) => {
  if ('error' in loaded) {
    say({ kind: 'fatal', error: loaded.error });
    process.exit(1);
  }
  parentPort?.on('message', async (request: InvocationRequest) => {
    say(await answer(loaded.handler, request));
  });
  say({ kind: 'ready' });
});

async function answer(handler: Handler, request: InvocationRequest): Promise<WorkerMessage> {
  process.env._X_AMZN_TRACE_ID = request.traceHeader;
  try {
    const result = await handler(JSON.parse(request.event), invocationContext(request));
    return { kind: 'answer', body: JSON.stringify(result) ?? 'null' };
  } catch (thrown) {
    return { kind: 'error', error: functionError(thrown) };
  }
}

function fail(thrown: unknown, errorType?: string): void {
  say({ kind: 'fatal', error: functionError(thrown, errorType) });
  process.exit(1);
}
