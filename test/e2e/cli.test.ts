import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { Receiver } from '../fixtures/receiver.ts';

/** The CLI as people run it: another process, through its launcher. */
vi.setConfig({ testTimeout: 180_000 });

const launcher = fileURLToPath(new URL('../../cli/aurora-restore.mjs', import.meta.url));
let temporary: string;
let children: ChildProcess[] = [];

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'aurora-restore-e2e-'));
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await rm(temporary, { recursive: true, force: true });
});

function aurora(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => said.push(line));
  const ended = once(child, 'close').then(([code]: unknown[]) => ({
    code,
    text: said.join('\n'),
  }));
  return { child, ended };
}

/** Database servers of a run whose directory lies in the temporary one. */
const serversLeft = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--datadir=${temporary}`);
      } catch {
        /** It ended while it was looked at. */
        return false;
      }
    });

const ready = z.object({
  status: z.literal('ready'),
  endpoint: z.url(),
  ca_file: z.string(),
  source_cluster: z.object({ id: z.literal('source-cluster'), port: z.int() }),
});

async function local(args: readonly string[] = []) {
  const run = aurora(['local', '--port', '0', '--json', ...args]);
  const [line] = await once(createInterface({ input: run.child.stdout }), 'line');
  return { ...run, told: ready.parse(JSON.parse(String(line))) };
}

test('the demonstration proves its restore, ends with 0 and leaves no server', async () => {
  const { code, text } = await aurora(['demo']).ended;

  expect(text).toContain('Everything holds');
  expect(text).not.toContain('✗');
  expect(code).toBe(0);
  expect(serversLeft()).toEqual([]);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends the environment and its servers',
  async (signal) => {
    const { child, ended, told } = await local();
    expect(readFileSync(told.ca_file, 'utf8')).toContain('BEGIN CERTIFICATE');
    expect(serversLeft()).not.toEqual([]);

    child.kill(signal);

    expect((await ended).code).toBe(0);
    expect(serversLeft()).toEqual([]);
  },
);

test('a webhook gets the key from a file of secrets, and what was asked for is known in the next run', async () => {
  const receiver = await new Receiver().listen();
  onTestFinished(() => receiver.close());
  const write = (name: string, content: object) => {
    writeFileSync(join(temporary, name), JSON.stringify(content));
    return join(temporary, name);
  };
  const auth = { kind: 'api_key', header: 'X-Api-Key', secret_name: 'hook', secret_key: 'key' };
  const webhook = { name: 'ops', url: `${receiver.url}/hook`, auth };
  const config = write('config.json', { notifications: { webhooks: [webhook] } });
  const secrets = write('secrets.json', { hook: { key: 'sesame' } });
  const kept = ['--config', config, '--data-dir', join(temporary, 'data')];
  const place = (endpoint: string) => ({ AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'us-east-1' });

  const refused = await aurora(['local', '--port', '0', ...kept]).ended;
  const first = await local([...kept, '--secrets', secrets]);
  const request = ['--snapshot', 'missing', '--target', 'new-one', '--operation-id', 'asked'];
  await aurora(['restore', ...request, '--watch'], place(first.told.endpoint)).ended;
  const key = () => receiver.received[0]?.headers['x-api-key'];
  await expect.poll(key, { timeout: 60_000 }).toBe('sesame');
  first.child.kill('SIGINT');
  const stopped = await first.ended;
  const { told } = await local([...kept, '--secrets', secrets]);
  const status = await aurora(['status', 'asked', '--json'], place(told.endpoint)).ended;

  expect(refused.code).toBe(2);
  expect(refused.text).toContain('--secrets');
  expect(stopped.code).toBe(0);
  expect(JSON.parse(status.text)).toMatchObject({ operation_id: 'asked', status: 'failed' });
});

test.each([
  ['hook=sesame', 'is not JSON'],
  ['["sesame"]', 'must hold one JSON object'],
  ['{"hook":["sesame"]}', 'must give hook as a text or an object'],
])('secrets that cannot be read are not told: %s', async (content, why) => {
  const file = join(temporary, 'secrets.json');
  writeFileSync(file, content);

  const { code, text } = await aurora(['local', '--secrets', file]).ended;

  expect(code).toBe(2);
  expect(text).toBe(`error: --secrets ${file} ${why}`);
});

test('a plan is told with its exit code, the same by either command and afterwards', async () => {
  const { told } = await local();
  const place = { AWS_ENDPOINT_URL: told.endpoint, AWS_REGION: 'us-east-1' };
  const request = ['--snapshot', 'missing', '--target', 'new-one'];

  const plan = await aurora(['plan', ...request, '--operation-id', 'planned'], place).ended;
  const dryRun = await aurora(['restore', '--dry-run', ...request], place).ended;
  const status = await aurora(['status', 'planned'], place).ended;
  const list = await aurora(['list', '--status', 'planned', '--json'], place).ended;
  const [cancelled, replayed, redriven] = await Promise.all(
    [
      ['cancel', 'planned'],
      ['replay', 'planned', '--from', 'copy_snapshot'],
      ['redrive', '--operation', 'planned'],
    ].map((args) => aurora(args, place).ended),
  );

  for (const { code, text } of [plan, dryRun, status]) {
    expect(code).toBe(1);
    expect(text).toContain('A restore of new-one from missing cannot finish');
    expect(text).toContain('SNAPSHOT_NOT_FOUND');
    expect(text).toContain('aurora-restore plan --snapshot missing --target new-one');
  }
  expect(JSON.parse(list.text).operations).toMatchObject([
    { status: 'planned', plan: { can_finish: false } },
    { operation_id: 'planned', status: 'planned', plan: { can_finish: false } },
  ]);
  for (const told of [cancelled, replayed, redriven])
    expect(told?.text).toContain('operation planned was only a plan');
});

test('what is asked for by the CLI is followed to its end, and told again afterwards', async () => {
  const { told } = await local();
  const place = { AWS_ENDPOINT_URL: told.endpoint, AWS_REGION: 'us-east-1' };

  const failed = await aurora(
    [
      'restore',
      '--snapshot',
      'missing',
      '--target',
      'new-one',
      '--operation-id',
      'asked',
      '--watch',
    ],
    place,
  ).ended;
  const status = await aurora(['status', 'asked', '--json'], place).ended;
  const list = await aurora(['list'], place).ended;
  const refused = await aurora(['restore', '--target', 'Not A Name'], place).ended;

  const elsewhere = await aurora(
    ['restore', '--snapshot', 's', '--target', 't', '--environment', 'nowhere'],
    place,
  ).ended;
  const lies = await aurora(['redrive'], place).ended;
  const redriven = await aurora(['redrive', '--operation', 'asked', '--json'], place).ended;
  const cleaned = await aurora(['clean', '--older-than', '0d'], place).ended;

  expect(elsewhere.code).toBe(3);
  expect(elsewhere.text).toContain('no deployment of environment nowhere');
  expect(lies.text).toMatch(/asked .*SNAPSHOT_NOT_FOUND .*goes on from there/);
  expect(redriven.code).toBe(0);
  expect(redriven.text).toContain('"operation_id":"asked"');
  expect(cleaned).toMatchObject({ code: 0, text: 'No operation left anything.' });
  expect(failed.code).toBe(1);
  expect(failed.text).toContain('SNAPSHOT_NOT_FOUND');
  expect(JSON.parse(status.text)).toMatchObject({ operation_id: 'asked', status: 'failed' });
  expect(list.text).toContain('asked');
  expect(refused.code).toBe(2);
  expect(refused.text).toContain('target');
});
