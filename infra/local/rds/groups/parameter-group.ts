import { ServiceError } from '../../service.ts';
import { engineVersion, engineVersions } from '../engine-versions/versions.ts';
import { invalidCombination, invalidValue } from '../errors.ts';
import type { Place } from '../naming/arn.ts';
import type { ParameterGroup } from '../state/group.ts';

type Groups = Map<string, ParameterGroup>;

/** Puts a new parameter group, of clusters or of instances, beside the others of its kind. */
export const addParameterGroup = (
  groups: Groups,
  { accountId, region }: Place,
  asked: Omit<ParameterGroup, 'place'>,
): ParameterGroup => {
  if (groups.has(asked.name))
    throw new ServiceError(
      'DBParameterGroupAlreadyExistsFault',
      `Parameter group ${asked.name} already exists`,
    );
  if (!engineVersions.some(({ family }) => family === asked.family))
    throw invalidValue(
      `ParameterGroupFamily ${asked.family} is not a valid parameter group family`,
    );
  const group = { ...asked, place: { accountId, region } };
  groups.set(group.name, group);
  return group;
};

/** The group of that name that a request refers to. */
export const parameterGroupOf = (
  groups: Groups,
  name: string,
  missing = 'DBParameterGroupNotFoundFault',
): ParameterGroup => {
  const found = groups.get(name.toLowerCase());
  if (found) return found;
  throw new ServiceError(missing, `DBParameterGroup not found: ${name}`, 404);
};

/** Refuses a group made for another major version than that of the cluster or instance. */
export const checkFamily = (group: ParameterGroup, version: string): void => {
  const { family } = engineVersion(version);
  if (group.family === family) return;
  throw invalidCombination(
    `The Parameter Group ${group.name} with DBParameterGroupFamily ${group.family} cannot be used for this instance. ` +
      `Please use a Parameter Group with DBParameterGroupFamily ${family}`,
  );
};

/** Removes a group that nothing uses. */
export const removeParameterGroup = (groups: Groups, name: string, inUse: boolean): void => {
  if (inUse)
    throw new ServiceError(
      'InvalidDBParameterGroupStateFault',
      `One or more database instances are still members of this parameter group ${name}, so the group cannot be deleted`,
    );
  if (name.startsWith('default.'))
    throw invalidValue(`The parameter DBParameterGroupName is not a valid identifier: ${name}`);
  groups.delete(name);
};
