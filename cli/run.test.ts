import { expect, test } from 'vitest';
import { run } from './run.ts';
import { terminalWith } from './terminal.fixture.ts';

async function ran(...args: string[]) {
  const { terminal, written } = terminalWith();
  return { code: await run(args, terminal), ...written };
}

test.each([[['--help']], [['restore', '--help']], [['plan', '--help']], [['help', 'local']]])(
  '%j shows help on the standard output and succeeds',
  async (args) => {
    const { code, out, err } = await ran(...args);

    expect(code).toBe(0);
    expect(out).toContain('Usage: aurora-restore');
    expect(err).toBe('');
  },
);

test.each([
  [['frobnicate'], "unknown command 'frobnicate'"],
  [['status'], "missing required argument 'operation'"],
  [['replay', 'op', '--from', 'check_snapshot'], 'Allowed choices are copy_snapshot, check_copy,'],
  [['replay', 'op'], "required option '--from <stage>' not specified"],
  [['plan', '--no-dry-run'], "unknown option '--no-dry-run'"],
  [['cancel'], "missing required argument 'operation'"],
  [['list', '--status', 'lost'], 'Allowed choices are queued, in_progress'],
  [['list', '--limit', '0'], 'It must be from 1 to 9999'],
  [['list', 'more'], 'too many arguments'],
  [['list', '--colour'], "unknown option '--colour'"],
  [['local', '--port', '70000'], 'It must be from 0 to 65535'],
  [['list', '--region', 'europe'], '--region must be a region such as eu-west-1, not europe'],
  [['list', '--endpoint-url', 'host'], '--endpoint-url must be a URL'],
  [['demo', '--region', 'eu-west-1'], '--region means nothing to demo'],
  [['local', '--environment', 'test'], '--environment means nothing to local'],
  [['local', '--sample', '/nowhere.sql'], '--sample cannot be read'],
])('%j is refused', async (args, reason) => {
  const { code, out, err } = await ran(...args);

  expect(code).toBe(2);
  expect(err).toContain(reason);
  expect(err).not.toContain('    at ');
  expect(out).toBe('');
});

test.each(['restore', 'plan'])(
  '%s tells every reason that a request is refused for, and sends nothing',
  async (command) => {
    const nobody = ['--endpoint-url', 'http://127.0.0.1:1'];

    const { code, err } = await ran(
      ...[command, '--snapshot', 'a--b', '--target', '1st', '--instance-count', 'many', ...nobody],
    );

    expect(code).toBe(2);
    expect(err).toMatch(/nothing was sent/);
    expect(err).toMatch(/--snapshot \(snapshot_name\) must be/);
    expect(err).toMatch(/--target \(target_cluster_id\) must begin/);
    expect(err).toMatch(/--instance-count \(instance_count\) must be a number/);
  },
);
