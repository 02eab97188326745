import * as z from 'zod';

/** Something that stands in the way of a restore. */
const finding = z.object({
  code: z.string(),
  /** The field of the request, or of the deployment's defaults, that is to blame. */
  field: z.string().optional(),
  message: z.string(),
  remedy: z.string(),
});

/** What a restore would do, as it was seen without changing anything. */
export const plan = z.object({
  /** Whether the restore would go on, as far as can be known. */
  can_finish: z.boolean(),
  findings: z.array(finding),
  /** What could not be known, and whether the deployment lets a restore go on all the same. */
  unproven: z.array(finding.extend({ allowed: z.boolean() })),
  /** What RDS would have to be waited for: a snapshot in the making, copies in progress. */
  waits: z.array(z.string()),
  /** What would be as it is, but people may want to know. */
  notes: z.array(z.string()),
  creates: z.array(z.string()),
  deletes: z.array(z.string()),
  keeps: z.array(z.string()),
});
export type Plan = z.infer<typeof plan>;
export type PlanFinding = z.infer<typeof finding>;
