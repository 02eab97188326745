import { z } from 'zod';
import { resolve } from './resolve.ts';
import type { Scope } from './scope.ts';
import { type Path, shaped, TemplateError } from './template-error.ts';

const pair = z.tuple([z.unknown(), z.unknown()]);
const several = z.array(z.unknown()).min(2).max(10);

/** Whether a template's condition holds. */
export async function evaluate(condition: unknown, scope: Scope, path: Path): Promise<boolean> {
  const call = shaped(z.record(z.string(), z.unknown()), condition, path);
  const [[name = '', argument] = [], ...more] = Object.entries(call);
  const place = [...path, name];
  if (more.length > 0) throw new TemplateError(path, 'a condition is one function');
  const each = async (parts: readonly unknown[]) => {
    const answers: boolean[] = [];
    for (const [index, part] of parts.entries())
      answers.push(await evaluate(part, scope, [...place, index]));
    return answers;
  };

  switch (name) {
    case 'Condition':
      return await scope.condition(shaped(z.string(), argument, place), place);
    case 'Fn::Equals': {
      const [left, right] = shaped(pair, await resolve(argument, scope, place), place);
      return String(left) === String(right);
    }
    case 'Fn::Not':
      return !(await each(shaped(z.tuple([z.unknown()]), argument, place)))[0];
    case 'Fn::And':
      return (await each(shaped(several, argument, place))).every(Boolean);
    case 'Fn::Or':
      return (await each(shaped(several, argument, place))).some(Boolean);
    default:
      throw new TemplateError(place, 'no condition function of this name is supported');
  }
}
