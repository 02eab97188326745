import { App } from 'aws-cdk-lib';
import { parseConfiguration } from '../../../shared/configuration/configuration.ts';
import { OrdersStack } from './orders-stack.ts';
import { RestoreStack } from './restore-stack.ts';

const app = new App();
const env = { account: '111122223333', region: 'eu-west-1' };

const restore = new RestoreStack(app, 'Restore', {
  env,
  configuration: parseConfiguration(
    {
      environment: 'staging',
      allowed_targets: [{ cluster_id: 'orders-staging', lift_protection: true }],
    },
    'docs/examples/cdk-app/app.ts',
  ),
  network: { vpcId: 'vpc-01234567', subnetIds: ['subnet-01234567', 'subnet-76543210'] },
  repository: 'my-org/shop',
});

/** It needs the bus to be there, and else only its name. */
const orders = new OrdersStack(app, 'Orders', { env, busName: 'aurora-restore-staging' });
orders.addStackDependency(restore);

app.synth();
