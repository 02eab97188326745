import { RDSClient, type RDSClientConfig } from '@aws-sdk/client-rds';
import { type Aurora, aurora } from './aurora.ts';

/** Aurora through the SDK's ordinary clients; a call that changes something is one attempt. */
export const auroraOnAws = (environment: string, config: RDSClientConfig = {}): Aurora =>
  aurora(new RDSClient(config), new RDSClient({ ...config, maxAttempts: 1 }), environment);
