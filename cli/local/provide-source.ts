import type { LocalPipeline } from './bring-up.ts';
import { localClients } from './clients.ts';
import { keptSource } from './kept-source.ts';
import { createSource, type Sample, SOURCE_CLUSTER, type Source } from './source-cluster.ts';

/** The source that an earlier run with the same `--data-dir` left, as it is; else a new one. */
export async function provideSource(
  pipeline: LocalPipeline,
  sample: Sample,
  progress: (text: string) => void,
): Promise<Source> {
  const clients = localClients(pipeline);
  const { cluster, master, secretName } = await keptSource(pipeline, clients);
  const data = sample === 'generated' ? 'a generated database' : sample.file;
  if (cluster && master) {
    const left = sample === 'generated' ? '' : `; ${data} is not loaded`;
    progress(`Taking ${SOURCE_CLUSTER} over from the last run${left}`);
    return { cluster, master, secretName };
  }
  progress(`Making the cluster ${SOURCE_CLUSTER} with ${data}`);
  return await createSource(pipeline, clients, sample, master);
}
