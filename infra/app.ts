import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { AuroraRestoreStack } from './aurora-restore-stack.ts';
import { readDeployment } from './deployment.ts';

const shippedFile = fileURLToPath(new URL('./configuration.json', import.meta.url));

/** `AURORA_RESTORE_CONFIG` names another configuration file than the one beside this. */
const deployment = readDeployment(process.env.AURORA_RESTORE_CONFIG ?? shippedFile);

const app = new App({ outdir: process.env.CDK_OUTDIR ?? 'cdk.out' });
new AuroraRestoreStack(app, deployment);
app.synth();
