import { RDSClient } from '@aws-sdk/client-rds';
import { type Aurora, aurora } from './aurora.ts';

/** Aurora through the SDK's ordinary clients; a call that changes something is one attempt. */
export const auroraOnAws = (): Aurora => aurora(new RDSClient(), new RDSClient({ maxAttempts: 1 }));
