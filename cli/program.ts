import { Command } from 'commander';
import type { Context } from './action.ts';
import { addCancel } from './commands/cancel.ts';
import { addClean } from './commands/clean.ts';
import { addDemo } from './commands/demo.ts';
import { addList } from './commands/list.ts';
import { addLocal } from './commands/local.ts';
import { addPlan } from './commands/plan.ts';
import { addRedrive } from './commands/redrive.ts';
import { addReplay } from './commands/replay.ts';
import { addRestore } from './commands/restore.ts';
import { addStatus } from './commands/status.ts';
import { exitCodesHelp } from './exit-codes.ts';
import { addPlaceOptions } from './place.ts';
import type { Terminal } from './terminal.ts';

/** The whole command line. `end` is told how a command ended. */
export function createProgram(terminal: Terminal, end: Context['end']): Command {
  const program = new Command('aurora-restore')
    .description('Restores Aurora clusters from snapshots, on AWS or on this machine.')
    .helpOption('-h, --help', 'what a command does and takes')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      getOutHelpWidth: () => terminal.out.columns || 100,
      getErrHelpWidth: () => terminal.err.columns || 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('Add --help to see what it takes.')
    .exitOverride();
  addPlaceOptions(program);
  const context = { terminal, end };
  for (const add of [
    addPlan,
    addRestore,
    addStatus,
    addList,
    addRedrive,
    addReplay,
    addCancel,
    addClean,
    addLocal,
    addDemo,
  ])
    add(program, context);
  return program.addHelpText('after', help);
}

const help = `${exitCodesHelp}

Examples (in a clone of the project with npx before it):
  See a restore from beginning to end, on this machine:
    aurora-restore demo
  Have an environment to play with, and use it from another terminal:
    aurora-restore local
  See whether a restore could finish, and what it would do:
    aurora-restore plan --source-cluster orders --target orders-test
  Restore the latest snapshot of a cluster, and watch:
    aurora-restore restore --source-cluster orders --target orders-test --watch
  See what is going on:
    aurora-restore list
    aurora-restore status op-1a2b3c4d --watch
  Do a part of it again, or end it:
    aurora-restore replay op-1a2b3c4d --from create_instances
    aurora-restore cancel op-1a2b3c4d

Set AURORA_RESTORE_DEBUG=1 to see where an error comes from.`;
