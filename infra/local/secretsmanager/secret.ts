import type { PolicyDocument } from '../iam/policy.ts';
import { SecretVersions } from './secret-versions.ts';

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface ResourcePolicy {
  readonly text: string;
  readonly document: PolicyDocument;
}

export class Secret {
  readonly name: string;
  readonly arn: string;
  readonly created: Date;
  readonly versions = new SecretVersions();
  readonly tags = new Map<string, string>();
  description: string | undefined;
  kmsKeyId: string | undefined;
  policy: ResourcePolicy | undefined;
  /** The service of AWS that manages it, e.g. `rds`. */
  owner: string | undefined;
  changed: Date;
  /** The day, as AWS keeps no more. */
  lastAccessed: Date | undefined;
  /** When its deletion was asked for, and when it will be gone. */
  deletion: { readonly asked: Date; readonly due: Date } | undefined;

  constructor(name: string, arn: string, created: Date) {
    this.name = name;
    this.arn = arn;
    this.created = created;
    this.changed = created;
  }

  addTags(tags: readonly Tag[]): void {
    for (const { Key, Value } of tags) if (Key !== undefined) this.tags.set(Key, Value ?? '');
  }

  get identity() {
    return { ARN: this.arn, Name: this.name };
  }
}
