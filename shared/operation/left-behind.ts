import type { Operation, Resource } from './operation.ts';

/** Whether it was made in the account of a foreign source, where nothing of this account reaches it. */
export const isElsewhere = ({ role }: Pick<Resource, 'role'>): boolean =>
  role === 'source_copy' || role === 'share';

/** What was made, as people are told of it: by its ARN where its name would mean another one here. */
export const wordsFor = (resource: Resource): string =>
  [
    ...(resource.role === 'share' ? ['share of'] : []),
    resource.kind,
    (isElsewhere(resource) && resource.arn) || resource.id,
  ].join(' ');

/**
 * Everything that an operation made, or was about to make, and did not delete again: each once, also
 * where several attempts made it.
 */
export const leftBehind = ({ resources }: Pick<Operation, 'resources'>): readonly Resource[] => [
  ...new Map(
    Object.values(resources)
      .filter(({ deleted }) => !deleted)
      .map((resource) => [`${resource.kind} ${resource.id}`, resource]),
  ).values(),
];
