import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { expect, onTestFinished, test } from 'vitest';
import { fingerprint } from '../../infra/local/sample/fingerprint.ts';
import { type BringUpOptions, bringUp } from './bring-up.ts';
import { localClients } from './clients.ts';
import { onDatabase } from './database.ts';
import { provideSource } from './provide-source.ts';

const small = {
  file: 'small.sql',
  content: Buffer.from(
    "CREATE DATABASE shop; CREATE TABLE shop.t (v TEXT); INSERT INTO shop.t VALUES ('one');",
  ),
};

/** Brings the pipeline up with the same directory each time, as `aurora-restore local` does. */
async function local() {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'aurora-restore-local-'));
  onTestFinished(() => rm(dataDirectory, { recursive: true, force: true }));
  const told: string[] = [];
  const progress = (text: string) => void told.push(text);
  const { signal } = new AbortController();
  const options: BringUpOptions = { port: 0, dataDirectory, signal, progress };
  return {
    told,
    dataDirectory,
    async run<T>(work: (pipeline: Awaited<ReturnType<typeof bringUp>>) => Promise<T>): Promise<T> {
      const pipeline = await bringUp(options);
      try {
        return await work(pipeline);
      } finally {
        await pipeline.close();
      }
    },
    provide: (pipeline: Awaited<ReturnType<typeof bringUp>>) =>
      provideSource(pipeline, small, progress),
  };
}

test('the next run with the directory takes the source over, with its login and what was written since', async () => {
  const { run, provide, told } = await local();
  const first = await run(async (pipeline) => {
    const source = await provide(pipeline);
    const data = await onDatabase(
      source.cluster,
      source.master,
      pipeline.databases.ca,
      async (db) => {
        await db.query("INSERT INTO shop.t VALUES ('two')");
        return await fingerprint(db);
      },
    );
    return { source, data };
  });

  const second = await run(async (pipeline) => {
    const source = await provide(pipeline);
    const { cluster, master } = source;
    return { source, data: await onDatabase(cluster, master, pipeline.databases.ca, fingerprint) };
  });

  expect(second.data).toEqual(first.data);
  expect(second.source.master).toEqual(first.source.master);
  expect(second.source.cluster.DbClusterResourceId).toBe(first.source.cluster.DbClusterResourceId);
  expect(told.at(-1)).toBe('Taking source-cluster over from the last run; small.sql is not loaded');
});

test('a source without its login is refused, and so is a file that cannot be read, each with a remedy', async () => {
  const { run, provide, dataDirectory } = await local();
  await run(async (pipeline) => {
    const { secretName: SecretId } = await provide(pipeline);
    const command = new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true });
    await localClients(pipeline).secrets.send(command);
  });

  await expect(run(provide)).rejects.toMatchObject({
    message: expect.stringContaining('source-cluster'),
    remedy: expect.stringContaining('--data-dir'),
  });
  const state = join(dataDirectory, 'environment.state');
  await writeFile(state, 'something else');
  await expect(run(provide)).rejects.toMatchObject({
    message: expect.stringContaining(state),
    remedy: expect.stringContaining('Delete that file'),
  });
});
