import { App } from 'aws-cdk-lib';
import { configuredDeployment } from './deployment.ts';
import { sourceAccountStacks } from './source-account-stack.ts';

const app = new App({ outdir: process.env.CDK_OUTDIR ?? 'cdk.out/source-accounts' });
sourceAccountStacks(app, configuredDeployment());
app.synth();
