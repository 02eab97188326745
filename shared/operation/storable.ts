/** Something in a JSON value that DynamoDB cannot keep, or not so that it comes back as it was. */
export interface Unstorable {
  readonly path: readonly string[];
  readonly message: string;
}

/** An item holds 400 KB, and a request stands twice in its operation, beside whatever is said of it. */
const MOST_BYTES = 64_000;
/** DynamoDB takes 32 levels; the request lies some levels deep in its item. */
const DEEPEST = 24;
/** Source: DynamoDB Developer Guide, "Supported data types and naming rules", Number. */
const LARGEST = 9.999999999999999e125;
const SMALLEST = 1e-130;

/** Why a value cannot be kept as it is: at most as many reasons as people would read. */
export function unstorable(value: unknown, most = 50): Unstorable[] {
  const found: Unstorable[] = [];
  const bytes = bytesOf(value);
  if (bytes > MOST_BYTES)
    found.push({ path: [], message: `holds ${bytes} bytes, more than ${MOST_BYTES}` });
  for (const trouble of within(value, [])) {
    if (found.length >= most) break;
    found.push(trouble);
  }
  return found;
}

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

function* within(value: unknown, path: readonly string[]): Generator<Unstorable> {
  if (typeof value === 'number' && !isInRange(value))
    yield { path, message: 'is a number that cannot be recorded' };
  if (typeof value === 'string' && !value.isWellFormed())
    yield { path, message: 'holds half a character' };
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= DEEPEST) {
    yield { path, message: `is nested deeper than ${DEEPEST} levels` };
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    const at = [...path, name];
    if (NO_NAMES.includes(name)) yield { path: at, message: 'is no name of a field' };
    else if (!name.isWellFormed()) yield { path: at, message: 'has half a character in its name' };
    yield* within(inner, at);
  }
}

/** The SDK’s marshaller takes what has a constructor of its own for something else than plain data. */
const NO_NAMES = ['', '__proto__', 'constructor'];

const isInRange = (number: number): boolean =>
  number === 0 || (Math.abs(number) >= SMALLEST && Math.abs(number) <= LARGEST);
