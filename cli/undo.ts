import { rdsArn } from '../shared/aurora/arn.ts';
import type { Resource } from '../shared/operation/operation.ts';

/** What undoes something in another account, where an operator of this one does not reach. */
export interface Undo {
  readonly account_id: string;
  /** A command of the AWS CLI, for somebody with that account's credentials. */
  readonly command: string;
}

/** Of something that an operation shared, or made, in the account of its source. */
export function undoOf({ role, id, arn = id, shared_with }: Resource): Undo {
  const at = rdsArn(arn);
  if (!at) throw new Error(`it is not known in which account ${arn} is`);
  const snapshot = `--region ${at.region} --db-cluster-snapshot-identifier ${at.name}`;
  return {
    account_id: at.account_id,
    command:
      role === 'share'
        ? `aws rds modify-db-cluster-snapshot-attribute ${snapshot} --attribute-name restore --values-to-remove ${shared_with}`
        : `aws rds delete-db-cluster-snapshot ${snapshot}`,
  };
}

/** Nothing here knows whether somebody has done so already. */
export const undoLines = (undos: readonly Undo[]): string[] =>
  [...new Set(undos.map(({ account_id }) => account_id))].flatMap((account) => [
    '',
    `  In account ${account} nothing is undone from here. If the restore is not to go on, run with that account’s credentials:`,
    '',
    ...undos
      .filter(({ account_id }) => account_id === account)
      .map(({ command }) => `    ${command}`),
  ]);
