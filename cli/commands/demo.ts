import type { Command } from 'commander';
import type { Context } from '../action.ts';
import { refusePlace } from '../place.ts';

const help = `
A source cluster with tens of thousands of rows, a snapshot of it, changes afterwards; a target cluster
with other data; a restore over it by the deployed choreography; then every table, user, secret and
snapshot is checked. Nothing of AWS is used, and nothing is left behind.

Exits with 0 only if everything holds.`;

export function addDemo(program: Command, { terminal, end }: Context): void {
  const command = program
    .command('demo')
    .description('show a restore from beginning to end on this machine, and prove it')
    .allowExcessArguments(false)
    .addHelpText('after', help);
  command.action(async () => {
    refusePlace(command, ['environment', 'region', 'endpointUrl']);
    const { runDemo } = await import('../demo/run-demo.ts');
    end(await runDemo(terminal));
  });
}
