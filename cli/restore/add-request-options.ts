import { type Command, Option } from 'commander';
import { type Field, fields } from './fields.ts';

/** Every way to say a request on the command line, but for those that a command says by itself. */
export function addRequestOptions(command: Command, without: readonly string[] = []): void {
  for (const field of fields)
    if (!without.includes(field.field))
      for (const option of optionsOf(field)) command.addOption(option);
  command
    .option('--operation-id <id>', 'the id of the operation; a new one if not given')
    .option('--file <file>', 'a request as JSON, with the fields of RestoreRequested; - is stdin');
}

function optionsOf({ flag, value, description, kind }: Field): Option[] {
  if (kind === 'optional-list')
    return [
      new Option(`${flag} <${value}>`, description),
      new Option(flag.replace('--', '--no-'), 'none of them'),
    ];
  if (kind !== 'switch') return [new Option(`${flag} <${value}>`, description)];
  return [new Option(flag, description), new Option(flag.replace('--', '--no-'), 'do not')];
}
