import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { documentsOf } from '../../shared/operation/documents.ts';
import { readVariables } from '../../shared/step/environment.ts';
import { observer } from '../../shared/step/observer.ts';
import { auditLog } from './audit-log.ts';
import { contract } from './contract.ts';

const { AUDIT_TABLE } = readVariables({});
const client = documentsOf(new DynamoDBClient());

export const handler = observer(
  contract,
  auditLog(async (row) => {
    try {
      await client.send(
        new PutCommand({
          TableName: AUDIT_TABLE,
          Item: row,
          ConditionExpression: 'attribute_not_exists(operation_id)',
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }),
);
