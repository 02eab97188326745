import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** A stack of a cloud assembly, with what `bringUp` needs of it. */
export interface AssemblyStack {
  readonly stackName: string;
  readonly template: unknown;
  /** Where the asset with this S3 object key lies. */
  readonly asset: (objectKey: string) => string;
  /** Where it belongs, as far as the app says so. */
  readonly environment: { readonly accountId?: string; readonly region?: string };
}

/** An app that says nothing of where a stack belongs says `aws://unknown-account/unknown-region`. */
const environment = z
  .string()
  .regex(/^aws:\/\/(\d{12}|unknown-account)\/[a-z0-9-]+$/)
  .transform((text) => {
    const [, , accountId = '', region = ''] = text.split('/');
    return {
      ...(accountId !== 'unknown-account' && { accountId }),
      ...(region !== 'unknown-region' && { region }),
    };
  });

const stack = z.object({
  type: z.literal('aws:cloudformation:stack'),
  environment: environment.default({}),
  properties: z.object({ templateFile: z.string(), stackName: z.string().optional() }),
  dependencies: z.array(z.string()).default([]),
});
const assets = z.object({
  type: z.literal('cdk:asset-manifest'),
  properties: z.object({ file: z.string() }),
});
const nested = z.object({
  type: z.literal('cdk:cloud-assembly'),
  properties: z.object({ directoryName: z.string() }),
});
/** What tells about the app and not about what is deployed. */
const other = z.object({ type: z.string() }).transform(() => undefined);

const manifest = z.object({
  artifacts: z.record(z.string(), z.union([stack, assets, nested, other])),
});
type Artifacts = z.infer<typeof manifest>['artifacts'];

const assetManifest = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

/** The stacks of a synthesized app, those that others depend on first. */
export async function readAssembly(directory: string): Promise<readonly AssemblyStack[]> {
  const { artifacts } = manifest.parse(await readJson(directory, 'manifest.json'));
  const found = await assetsOf(directory, artifacts);
  const asset = (objectKey: string): string => {
    const path = found.get(objectKey);
    if (!path) throw new Error(`${directory} has no asset with the object key ${objectKey}`);
    return path;
  };

  const stacks: AssemblyStack[] = [];
  for (const [name, artifact] of inOrder(artifacts)) {
    if (artifact?.type === 'cdk:cloud-assembly')
      stacks.push(...(await readAssembly(join(directory, artifact.properties.directoryName))));
    if (artifact?.type === 'aws:cloudformation:stack')
      stacks.push({
        stackName: artifact.properties.stackName ?? name,
        template: await readJson(directory, artifact.properties.templateFile),
        asset,
        environment: artifact.environment,
      });
  }
  return stacks;
}

async function assetsOf(directory: string, artifacts: Artifacts): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const artifact of Object.values(artifacts)) {
    if (artifact?.type !== 'cdk:asset-manifest') continue;
    const { files } = assetManifest.parse(await readJson(directory, artifact.properties.file));
    for (const { source, destinations } of Object.values(files))
      for (const { objectKey } of Object.values(destinations))
        found.set(objectKey, resolve(directory, source.path));
  }
  return found;
}

function inOrder(artifacts: Artifacts): Map<string, Artifacts[string]> {
  const ordered = new Map<string, Artifacts[string]>();
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    const artifact = artifacts[name];
    if (artifact && 'dependencies' in artifact) artifact.dependencies.forEach(visit);
    ordered.set(name, artifact);
  };
  Object.keys(artifacts).forEach(visit);
  return ordered;
}

async function readJson(directory: string, file: string): Promise<unknown> {
  return JSON.parse(await readFile(join(directory, file), 'utf8'));
}
