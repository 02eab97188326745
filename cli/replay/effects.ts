import { type Stage, stages } from '../../events/index.ts';
import type { Operation } from '../../shared/operation/operation.ts';
import { targetOf } from '../../shared/step/permit.ts';

/** What is done once more when an operation is replayed from a stage, in order. */
export function effectsFrom(from: Stage, operation: Operation): readonly string[] {
  const begin = stages.indexOf(from);
  return does(targetOf(operation), operation.target?.settings.final_snapshot !== false)
    .filter(([stage]) => stages.indexOf(stage) >= begin)
    .map(([, effect]) => effect);
}

const does = (target: string, savesFirst: boolean): readonly (readonly [Stage, string])[] => [
  ['copy_snapshot', 'copies the snapshot again, where a copy is needed'],
  [
    'delete_rds',
    `deletes the cluster ${target} that stands there now, also the one that this operation restored${savesFirst ? ', after a final snapshot of it' : ', without a final snapshot'}`,
  ],
  ['restore_snapshot', `restores ${target}, unless what this operation restored stands there`],
  ['create_instances', 'creates the instances that are missing'],
  [
    'setup_db_users',
    'gives each database user a new password, and runs the custom SQL that has not run on this cluster',
  ],
  ['archive_snapshot', 'sets the deletion protection that was asked for, and deletes the copies'],
];
