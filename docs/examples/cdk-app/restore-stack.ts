import { Duration, type Environment, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  AuroraRestorePipeline,
  type PipelineNetwork,
} from '../../../infra/aurora-restore-pipeline.ts';
import type { Configuration } from '../../../shared/configuration/configuration.ts';

interface RestoreStackProps {
  readonly env?: Environment;
  readonly configuration: Configuration;
  readonly network: PipelineNetwork;
  readonly databaseCa?: string;
  /** The repository whose workflow may ask for restores, such as `my-org/shop`. */
  readonly repository: string;
}

const GITHUB = 'token.actions.githubusercontent.com';

/** The pipeline, who may ask it for restores, and who is told when one fails. */
export class RestoreStack extends Stack {
  readonly pipeline: AuroraRestorePipeline;

  constructor(scope: Construct, id: string, { env, repository, ...props }: RestoreStackProps) {
    super(scope, id, { ...(env && { env }) });
    this.pipeline = new AuroraRestorePipeline(this, 'AuroraRestore', props);
    this.#workflow(repository);
    this.#job();
    this.#onCall();
  }

  /** Asks for restores and watches them. The account has GitHub's identity provider already. */
  #workflow(repository: string): void {
    new Role(this, 'Workflow', {
      roleName: 'refresh-staging',
      assumedBy: new WebIdentityPrincipal(
        `arn:${this.partition}:iam::${this.account}:oidc-provider/${GITHUB}`,
        {
          StringEquals: {
            [`${GITHUB}:aud`]: 'sts.amazonaws.com',
            [`${GITHUB}:sub`]: `repo:${repository}:environment:staging`,
          },
        },
      ),
      managedPolicies: [this.pipeline.requesterPolicy],
      /** As long as the workflow asks for: a restore takes longer than the hour of the default. */
      maxSessionDuration: Duration.hours(4),
    });
  }

  /** A function that puts requests on the bus, and looks at nothing. */
  #job(): void {
    const role = new Role(this, 'Job', {
      roleName: 'restore-rehearsal',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.pipeline.grantRequest(role);
  }

  /** Hears of what somebody has to act on, of one cluster, as JSON. */
  #onCall(): void {
    const calls = new Queue(this, 'OnCall', { queueName: 'orders-on-call', enforceSSL: true });
    this.pipeline.notificationDocuments.addSubscription(
      new SqsSubscription(calls, {
        filterPolicy: {
          status: SubscriptionFilter.stringFilter({ allowlist: ['failed', 'rejected'] }),
          target_cluster_id: SubscriptionFilter.stringFilter({ matchPrefixes: ['orders-'] }),
        },
      }),
    );
  }
}
