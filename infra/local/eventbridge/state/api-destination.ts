import type { ApiDestinationHttpMethod } from '@aws-sdk/client-eventbridge';

export interface ApiDestination {
  readonly name: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly connectionArn: string;
  /** Each `*` in it is a path parameter of the target. */
  readonly endpoint: string;
  readonly method: ApiDestinationHttpMethod;
  readonly perSecond: number;
  readonly created: Date;
}
