import { expect, test } from 'vitest';
import { SOURCE, startSts, whoIs } from './sts.fixture.ts';

test('the operator is told the account of the access key', async () => {
  const { operator } = await startSts();

  const identity = await whoIs(operator(SOURCE));

  expect(identity).toMatchObject({
    Account: SOURCE,
    Arn: `arn:aws:iam::${SOURCE}:root`,
    UserId: SOURCE,
  });
});

test('a role is told its session, without needing permission', async () => {
  const { role } = await startSts();
  const worker = role('worker');

  const identity = await whoIs(worker);

  expect(identity).toMatchObject({
    Account: SOURCE,
    Arn: `arn:aws:sts::${SOURCE}:assumed-role/worker/one`,
    UserId: expect.stringMatching(/^AROA[0-9A-Z]{17}:one$/),
  });
});
