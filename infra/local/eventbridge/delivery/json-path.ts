/** The part of JSONPath that EventBridge takes: dots, array indices and wildcards. */
export type JsonPath = (root: unknown) => unknown;

const STEP = /\.([\w\-/]+|\*)|\[(\d+|\*)\]/y;

/** `undefined` where the text is no such path. */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: string[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < text.length) {
    const [, name, index] = STEP.exec(text) ?? [];
    const step = name ?? index;
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return (root) => follow(root, steps);
}

function follow(node: unknown, steps: readonly string[]): unknown {
  const [step, ...others] = steps;
  if (step === undefined) return node;
  if (typeof node !== 'object' || node === null) return undefined;
  if (step === '*') {
    return Object.values(node)
      .map((child) => follow(child, others))
      .filter((found) => found !== undefined);
  }
  return follow(Object.getOwnPropertyDescriptor(node, step)?.value, others);
}
