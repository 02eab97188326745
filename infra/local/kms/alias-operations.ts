import type {
  CreateAliasRequest,
  DeleteAliasRequest,
  ListAliasesRequest,
  UpdateAliasRequest,
} from '@aws-sdk/client-kms';
import type { Call } from '../service.ts';
import { ServiceError } from '../service.ts';
import type { Around } from './around.ts';
import { aliasNotFound } from './errors.ts';
import type { Key } from './key.ts';
import { arnOf } from './key-name.ts';
import { page } from './page.ts';
import { requireKept } from './state.ts';

/** What is asked of the alias itself, IAM is asked beforehand; here the keys are, old and new. */
export const aliasOperations = ({ keys, access }: Around) => {
  const aliased = (name: string, call: Call): Key => {
    const alias = keys.aliases(call).get(name);
    const arn = arnOf(call, name);
    const key = alias && keys.find({ place: call, kind: 'key', name: alias.keyId, arn });
    if (!key) throw aliasNotFound(arn);
    return key;
  };
  return {
    CreateAlias({ AliasName = '', TargetKeyId }: CreateAliasRequest, call: Call) {
      checkName(AliasName);
      const key = requireKept(access.key(TargetKeyId, call, { action: 'CreateAlias' }));
      if (keys.aliases(call).has(AliasName))
        throw new ServiceError(
          'AlreadyExistsException',
          `An alias with the name ${arnOf(call, AliasName)} already exists`,
        );
      keys.setAlias(call, AliasName, key.id);
      return {};
    },

    UpdateAlias({ AliasName = '', TargetKeyId }: UpdateAliasRequest, call: Call) {
      checkName(AliasName);
      access.check(aliased(AliasName, call), call, { action: 'UpdateAlias' });
      const key = requireKept(access.key(TargetKeyId, call, { action: 'UpdateAlias' }));
      keys.setAlias(call, AliasName, key.id);
      return {};
    },

    DeleteAlias({ AliasName = '' }: DeleteAliasRequest, call: Call) {
      checkName(AliasName);
      access.check(aliased(AliasName, call), call, { action: 'DeleteAlias' });
      keys.aliases(call).delete(AliasName);
      return {};
    },

    ListAliases({ KeyId, ...paging }: ListAliasesRequest, call: Call) {
      const of = KeyId && access.key(KeyId, call, { action: 'ListAliases' }).id;
      const found = [...keys.aliases(call).values()].filter(({ keyId }) => !of || keyId === of);
      const { members, rest } = page(found, paging);
      const Aliases = members.map(({ name, keyId, created, updated }) => ({
        AliasName: name,
        AliasArn: arnOf(call, name),
        TargetKeyId: keyId,
        CreationDate: created,
        LastUpdatedDate: updated,
      }));
      return { Aliases, ...rest };
    },
  };
};

function checkName(name: string): void {
  if (!/^alias\/[\w/-]{1,250}$/.test(name) || name.startsWith('alias/aws/'))
    throw new ServiceError(
      'InvalidAliasNameException',
      `${name} is no alias that a customer may have: it must begin with alias/, not with alias/aws/`,
    );
}
