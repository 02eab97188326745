import { leftBehind } from '../../shared/operation/left-behind.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { table } from '../output/table.ts';
import { PROGRAM } from '../program-name.ts';
import { undoLines } from '../undo.ts';
import type { Left } from './left.ts';
import type { Showing } from './showing.ts';

const roles: Readonly<Record<Left['role'], string>> = {
  copy: 'copy',
  final_snapshot: 'final snapshot',
  target: 'half-restored cluster',
  instance: 'its instance',
  source_copy: 'copy in the source’s account',
  share: 'share with this account',
};

/** What an operation that did not complete made, and what of it is still there. */
export function leftLines(operation: Operation, { left, flags = [], paint }: Showing): string[] {
  if (!left) {
    const recorded = leftBehind(operation).map(({ id }) => id);
    return recorded.length === 0 ? [] : ['', `  Left behind: ${recorded.join(', ')}`];
  }
  if (left.length === 0) return [];
  const command = [PROGRAM, 'clean --dry-run', ...flags].join(' ');
  return [
    '',
    '  It made:',
    ...table(
      left.map(({ role, id, fate, status }) => [roles[role], id, fates[fate](status)]),
      { indent: '    ' },
    ),
    ...undoLines(left.flatMap(({ undo }) => undo ?? [])),
    ...(left.some(({ fate, role }) => fate === 'there' && role !== 'final_snapshot')
      ? [
          '',
          '  If it is not to go on, see what of that can be removed:',
          '',
          `    ${paint('bold', command)}`,
        ]
      : []),
  ];
}

const fates: Readonly<Record<Left['fate'], (status: string | undefined) => string>> = {
  there: (status) => `still there, ${status}`,
  gone: () => 'gone',
  another: () => 'gone; the name is taken by another',
  unknown: (why) => `unknown: ${why}`,
  elsewhere: () => 'in the source’s account',
};
