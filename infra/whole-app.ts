import { App } from 'aws-cdk-lib';
import { AuroraRestoreStack } from './aurora-restore-stack.ts';
import { configuredDeployment } from './deployment.ts';
import { sourceAccountStacks } from './source-account-stack.ts';

/** The pipeline and the stacks of its source accounts, as one machine brings them up together. */
const deployment = configuredDeployment();
const app = new App({ outdir: process.env.CDK_OUTDIR ?? 'cdk.out' });
new AuroraRestoreStack(app, deployment);
sourceAccountStacks(app, deployment);
app.synth();
