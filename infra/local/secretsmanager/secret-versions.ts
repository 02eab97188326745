import { exists, invalidParameter, notFound } from './errors.ts';
import { type SecretValue, sameValue } from './secret-value.ts';

export const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

export interface Version {
  readonly id: string;
  readonly value: SecretValue;
  readonly created: Date;
  /** The staging labels. A version without any is deprecated. */
  readonly stages: Set<string>;
  lastAccessed?: Date;
}

/** The versions of one secret. A staging label is on one of them at a time. */
export class SecretVersions {
  readonly #versions = new Map<string, Version>();

  all(): readonly Version[] {
    return [...this.#versions.values()];
  }

  /** The versions that a secret had before, in the place of those that it has. */
  putBack(versions: readonly Version[]): void {
    this.#versions.clear();
    for (const version of versions) this.#versions.set(version.id, version);
  }

  get(id: string): Version | undefined {
    return this.#versions.get(id);
  }

  at(stage: string): Version | undefined {
    return this.all().find(({ stages }) => stages.has(stage));
  }

  /** Repeating it with the same value changes nothing; a version never gets another value. */
  add(version: Omit<Version, 'stages'>, stages: readonly string[], arn: string): Version {
    const before = this.#versions.get(version.id);
    if (before && !sameValue(before.value, version.value))
      throw exists(
        `You can't use ClientRequestToken ${version.id} because that value is already in use for a version of secret ${arn}.`,
      );
    if (before) return before;
    const added = { ...version, stages: new Set<string>() };
    const isFirst = this.#versions.size === 0;
    this.#versions.set(version.id, added);
    for (const stage of isFirst ? [...stages, CURRENT] : stages) this.#attach(stage, added);
    return added;
  }

  /** As `UpdateSecretVersionStage` asks: to one version, from another, or both. */
  move(stage: string, from: string | undefined, to: string | undefined): void {
    const holder = this.at(stage);
    const target = to === undefined ? undefined : this.#versions.get(to);
    if (to !== undefined && !target) throw notFound(` version: ${to}`);
    if (from === undefined && to === undefined)
      throw invalidParameter('Give a RemoveFromVersionId, a MoveToVersionId or both.');
    if (holder && holder !== target && holder.id !== from)
      throw invalidParameter(
        `The parameter RemoveFromVersionId can't be empty or name another version. Staging label ${stage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
      );
    if (from !== undefined && holder?.id !== from)
      throw invalidParameter(`Staging label ${stage} is not attached to version ${from}.`);
    if (!target && stage === CURRENT)
      throw invalidParameter(
        `You can only move staging label ${CURRENT} to a different secret version. It can't be completely removed.`,
      );
    if (target) this.#attach(stage, target);
    else holder?.stages.delete(stage);
  }

  #attach(stage: string, to: Version): void {
    const holder = this.at(stage);
    if (holder === to) return;
    holder?.stages.delete(stage);
    to.stages.add(stage);
    if (holder && stage === CURRENT) this.#attach(PREVIOUS, holder);
  }
}
