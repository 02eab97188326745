import * as z from 'zod';

/**
 * An event that RDS itself puts on the account's default bus. RDS sends them on a best-effort basis:
 * late, doubled, out of order or not at all. They are hints to look, never facts.
 *
 * `EventID` is missing from the published schemas of cluster events, though the documented examples
 * have it, so a rule matches the id or else the beginning of the message.
 * Sources: Aurora User Guide, "Amazon RDS event categories and event messages" and "Working with RDS
 * event notification"; EventBridge schema registry.
 */
export const rdsEvent = z.object({
  id: z.string(),
  'detail-type': z.enum([
    'RDS DB Cluster Event',
    'RDS DB Cluster Snapshot Event',
    'RDS DB Instance Event',
  ]),
  source: z.literal('aws.rds'),
  region: z.string(),
  time: z.string(),
  detail: z.object({
    EventID: z.string().optional(),
    EventCategories: z.array(z.string()).optional(),
    Message: z.string(),
    SourceArn: z.string(),
    SourceIdentifier: z.string(),
    /** To the millisecond, where the envelope's time is in seconds. */
    Date: z.string().optional(),
  }),
});

export type RdsEvent = z.infer<typeof rdsEvent>;

/** What a step wants to be woken by. */
export interface RdsHint {
  readonly detailType: RdsEvent['detail-type'];
  readonly eventId: string;
  /** How RDS begins the message, for events that come without an id. */
  readonly message: string;
}

/** What the resources table calls each kind of source. */
const kinds = {
  'RDS DB Cluster Event': 'cluster',
  'RDS DB Cluster Snapshot Event': 'cluster-snapshot',
  'RDS DB Instance Event': 'db',
} as const;

/** The resource that an event speaks of, as the resources table keys it. */
export const resourceOf = (event: RdsEvent) => ({
  kind: kinds[event['detail-type']],
  region: event.region,
  id: event.detail.SourceIdentifier.toLowerCase(),
});
