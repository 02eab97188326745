import type { Parameter } from './template.ts';

/** What `Ref` gives for a parameter. */
export type ParameterValue = string | readonly string[];

/** The values of a stack's parameters; throws what is wrong with each that is missing or not allowed. */
export function parameterValues(
  parameters: Readonly<Record<string, Parameter>>,
  given: Readonly<Record<string, string>>,
): Map<string, ParameterValue> {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(parameters, name));
  if (unknown.length > 0) throw new Error(`the template has no parameter ${unknown.join(', ')}`);

  const values = new Map<string, ParameterValue>();
  const wrong: string[] = [];
  for (const [name, parameter] of Object.entries(parameters)) {
    const value = given[name] ?? parameter.Default;
    if (value === undefined) wrong.push(`parameter ${name} has neither a value nor a default`);
    else {
      const text = String(value);
      const parts = isList(parameter) ? split(text) : [text];
      for (const part of parts) wrong.push(...violations(name, part, parameter));
      values.set(name, isList(parameter) ? parts : text);
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join('; '));
  return values;
}

/** Whether the value is the name of an SSM parameter, whose value is elsewhere. */
export const isLookedUp = ({ Type }: Parameter): boolean => Type.startsWith('AWS::SSM::');

const isList = ({ Type }: Parameter): boolean =>
  Type === 'CommaDelimitedList' || Type.startsWith('List<');

const split = (text: string): readonly string[] =>
  text === '' ? [] : text.split(',').map((part) => part.trim());

function violations(name: string, value: string, parameter: Parameter): string[] {
  const { AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = parameter;
  const isNumber = parameter.Type === 'Number' || parameter.Type === 'List<Number>';
  const rules: readonly (readonly [boolean, string])[] = [
    [isNumber && !(value.trim() !== '' && Number.isFinite(Number(value))), 'is not a number'],
    [
      AllowedValues !== undefined && !AllowedValues.map(String).includes(value),
      `is none of ${AllowedValues?.join(', ')}`,
    ],
    [
      AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(value),
      `does not match ${AllowedPattern}`,
    ],
    [value.length < (MinLength ?? 0), `is shorter than ${MinLength}`],
    [value.length > (MaxLength ?? Number.POSITIVE_INFINITY), `is longer than ${MaxLength}`],
    [MinValue !== undefined && Number(value) < MinValue, `is less than ${MinValue}`],
    [MaxValue !== undefined && Number(value) > MaxValue, `is more than ${MaxValue}`],
  ];
  const shown = parameter.NoEcho ? '****' : value;
  return rules
    .filter(([broken]) => broken)
    .map(([, rule]) => `parameter ${name}: ${shown} ${rule}`);
}
