import { App } from 'aws-cdk-lib';
import { AuroraRestoreStack } from './aurora-restore-stack.ts';
import { configuredDeployment } from './deployment.ts';

const app = new App({ outdir: process.env.CDK_OUTDIR ?? 'cdk.out' });
new AuroraRestoreStack(app, configuredDeployment());
app.synth();
