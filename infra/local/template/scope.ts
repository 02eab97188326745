import type { Path } from './template-error.ts';

/** What intrinsic functions ask of the stack in which they stand. */
export interface Scope {
  readonly region: string;
  /** Of a parameter, pseudo parameter or resource; `undefined` for `AWS::NoValue`. */
  ref(name: string, path: Path): Promise<unknown>;
  attribute(logicalId: string, name: string, path: Path): Promise<string>;
  condition(name: string, path: Path): Promise<boolean>;
  mapped(map: string, key: string, name: string, path: Path): unknown;
  imported(name: string, path: Path): string;
  /** What a dynamic reference such as `secretsmanager:orders` stands for, where there may be one. */
  dynamic?(reference: string, path: Path): string;
}
