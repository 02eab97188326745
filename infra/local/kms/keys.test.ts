import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { ACCOUNT, DAY_MS, OTHER_ACCOUNT, place, REGION, startKms } from './kms.fixture.ts';

const describe = (KeyId: string) => new DescribeKeyCommand({ KeyId });
const Plaintext = Buffer.from('x');

test('a key is found by its id, its ARN, its alias and the alias’s ARN', async () => {
  const { mine, createKey } = await startKms();
  const arn = await createKey({ Description: 'mine' });
  const id = arn.split('/')[1] ?? '';
  await mine.send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: id }));

  for (const name of [id, arn, 'alias/orders', `arn:aws:kms:${REGION}:${ACCOUNT}:alias/orders`])
    expect((await mine.send(describe(name))).KeyMetadata).toMatchObject({
      Arn: arn,
      KeyId: id,
      AWSAccountId: ACCOUNT,
      Description: 'mine',
      KeyState: 'Enabled',
      Enabled: true,
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyManager: 'CUSTOMER',
    });
});

test.each([
  ['0b2f4a60-6e1c-4c3b-9a53-2d1f0c8f7d11', 'NotFoundException', /does not exist/],
  ['alias/none', 'NotFoundException', /alias\/none is not found/],
  [`arn:aws:kms:us-east-1:${ACCOUNT}:key/1`, 'NotFoundException', /Invalid arn us-east-1/],
  [`arn:aws:kms:${REGION}:${ACCOUNT}:queue/1`, 'InvalidArnException', /not a valid ARN/],
  [`arn:aws:kms:${REGION}:${OTHER_ACCOUNT}:key/1`, 'AccessDeniedException', /does not exist/],
])('%s is no key: %s', async (name, error, message) => {
  const { mine } = await startKms();

  const found = mine.send(describe(name));

  await expect(found).rejects.toMatchObject({
    name: error,
    message: expect.stringMatching(message),
  });
});

test('keys and aliases belong to one region and account', async () => {
  const { mine, operator, createKey } = await startKms();
  const arn = await createKey();
  await mine.send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: arn }));

  for (const elsewhere of [operator(ACCOUNT, 'us-east-1'), operator(OTHER_ACCOUNT)]) {
    expect((await elsewhere.send(new ListKeysCommand({}))).Keys).toEqual([]);
    expect((await elsewhere.send(new ListAliasesCommand({}))).Aliases).toEqual([]);
    await expect(elsewhere.send(describe('alias/orders'))).rejects.toThrow(/not found/);
  }
  expect((await mine.send(new ListKeysCommand({}))).Keys).toMatchObject([{ KeyArn: arn }]);
});

test('lists come in pages', async () => {
  const { mine, createKey } = await startKms();
  const arns = [await createKey(), await createKey(), await createKey()];

  const first = await mine.send(new ListKeysCommand({ Limit: 2 }));
  const second = await mine.send(new ListKeysCommand({ Limit: 2, Marker: first.NextMarker }));

  expect([first.Truncated, second.Truncated]).toEqual([true, false]);
  const found = [...(first.Keys ?? []), ...(second.Keys ?? [])].map(({ KeyArn }) => KeyArn);
  expect(found).toEqual(arns);
});

test('a disabled key is described and does nothing until it is enabled again', async () => {
  const { mine, createKey } = await startKms();
  const KeyId = await createKey();
  await mine.send(new DisableKeyCommand({ KeyId }));

  const used = mine.send(new EncryptCommand({ KeyId, Plaintext }));

  await expect(used).rejects.toMatchObject({ name: 'DisabledException' });
  expect((await mine.send(describe(KeyId))).KeyMetadata).toMatchObject({
    KeyState: 'Disabled',
    Enabled: false,
  });
  await mine.send(new EnableKeyCommand({ KeyId }));
  await mine.send(new EncryptCommand({ KeyId, Plaintext }));
});

test('a key that waits for its deletion can be kept, and is disabled then', async () => {
  const { mine, createKey, clock } = await startKms();
  const KeyId = await createKey();
  await mine.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  clock.advance(7 * DAY_MS - 60_000);

  for (const command of [
    new EncryptCommand({ KeyId, Plaintext }),
    new EnableKeyCommand({ KeyId }),
    new ScheduleKeyDeletionCommand({ KeyId }),
    new CreateAliasCommand({ AliasName: 'alias/late', TargetKeyId: KeyId }),
  ])
    await expect(mine.send(command as EncryptCommand)).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
    });
  expect((await mine.send(describe(KeyId))).KeyMetadata?.KeyState).toBe('PendingDeletion');

  await mine.send(new CancelKeyDeletionCommand({ KeyId }));
  clock.advance(DAY_MS);
  expect((await mine.send(describe(KeyId))).KeyMetadata?.KeyState).toBe('Disabled');
});

test('a key is gone, with its aliases, after its waiting time', async () => {
  const { mine, createKey, clock } = await startKms();
  const KeyId = await createKey();
  await mine.send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: KeyId }));
  await mine.send(new ScheduleKeyDeletionCommand({ KeyId }));

  clock.advance(30 * DAY_MS);

  await expect(mine.send(describe(KeyId))).rejects.toMatchObject({ name: 'NotFoundException' });
  await expect(mine.send(describe('alias/orders'))).rejects.toThrow(/is not found/);
  expect((await mine.send(new ListAliasesCommand({}))).Aliases).toEqual([]);
});

test('an alias is had once, moves to another key, and goes', async () => {
  const { mine, createKey } = await startKms();
  const [first, second] = [await createKey(), await createKey()];
  const AliasName = 'alias/orders';
  await mine.send(new CreateAliasCommand({ AliasName, TargetKeyId: first }));

  const again = mine.send(new CreateAliasCommand({ AliasName, TargetKeyId: second }));

  await expect(again).rejects.toMatchObject({ name: 'AlreadyExistsException' });
  await mine.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second }));
  expect((await mine.send(describe(AliasName))).KeyMetadata?.Arn).toBe(second);
  const ofSecond = await mine.send(new ListAliasesCommand({ KeyId: second }));
  expect(ofSecond.Aliases).toMatchObject([{ AliasName, TargetKeyId: second.split('/')[1] }]);
  await mine.send(new DeleteAliasCommand({ AliasName }));
  await expect(mine.send(describe(AliasName))).rejects.toThrow(/is not found/);
});

test.each(['orders', 'alias/aws/orders', 'alias/'])('%s is no name for an alias', async (name) => {
  const { mine, createKey } = await startKms();
  const TargetKeyId = await createKey();

  const created = mine.send(new CreateAliasCommand({ AliasName: name, TargetKeyId }));

  await expect(created).rejects.toMatchObject({ name: 'InvalidAliasNameException' });
});

test.each([
  [{ MultiRegion: true }, /multi-Region/],
  [{ KeySpec: 'RSA_2048' as const }, /RSA_2048/],
  [{ KeyUsage: 'SIGN_VERIFY' as const }, /SIGN_VERIFY/],
  [{ Origin: 'EXTERNAL' as const }, /EXTERNAL/],
])('keys of other kinds are refused by name: %o', async (input, message) => {
  const { mine } = await startKms();

  await expect(mine.send(new CreateKeyCommand(input))).rejects.toMatchObject({
    name: 'UnsupportedOperationException',
    message: expect.stringMatching(message),
  });
});

test('a key has tags, which are set, replaced and taken away', async () => {
  const { mine, createKey } = await startKms();
  const KeyId = await createKey({ Tags: [{ TagKey: 'team', TagValue: 'dba' }] });

  await mine.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'stage', TagValue: 'test' }] }));
  await mine.send(new UntagResourceCommand({ KeyId, TagKeys: ['team'] }));

  const { Tags } = await mine.send(new ListResourceTagsCommand({ KeyId }));
  expect(Tags).toEqual([{ TagKey: 'stage', TagValue: 'test' }]);
});

test('a policy that shuts everybody out of the policy is refused', async () => {
  const { mine, createKey } = await startKms();
  const KeyId = await createKey();
  const { Policy: before } = await mine.send(new GetKeyPolicyCommand({ KeyId }));
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });

  const put = mine.send(new PutKeyPolicyCommand({ KeyId, Policy }));
  const created = mine.send(new CreateKeyCommand({ Policy }));

  await expect(put).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
  await expect(created).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
  expect((await mine.send(new GetKeyPolicyCommand({ KeyId }))).Policy).toBe(before);
  expect((await mine.send(new ListKeysCommand({}))).Keys).toHaveLength(1);
});

test('a template’s keys and aliases are real', async () => {
  const { kms, mine } = await startKms();
  const [key, alias] = kms.providers;

  const created = await key?.create({ Description: 'of a stack', Enabled: false }, place);
  await alias?.create({ AliasName: 'alias/stack', TargetKeyId: created?.attributes?.Arn }, place);

  expect((await mine.send(describe('alias/stack'))).KeyMetadata).toMatchObject({
    KeyId: created?.ref,
    Description: 'of a stack',
    KeyState: 'Disabled',
  });
});
