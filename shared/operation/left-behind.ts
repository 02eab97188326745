import type { Operation, Resource } from './operation.ts';

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
