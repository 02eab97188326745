import type { ConnectionAuthorizationType } from '@aws-sdk/client-eventbridge';

/** How API destinations identify themselves. What is secret of it is in its secret. */
export interface Connection {
  readonly name: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly authorizationType: ConnectionAuthorizationType;
  readonly secretArn: string;
  readonly created: Date;
  /** That OAuth gave last. */
  token?: Token | undefined;
}

export interface Token {
  readonly text: string;
  /** Milliseconds since the epoch; without it, when it is refused. */
  readonly expires?: number | undefined;
}
