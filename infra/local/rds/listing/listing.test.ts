import { describe, expect, it } from 'vitest';
import { filtered } from './filters.ts';
import { page } from './page.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n + 100));
const itself = (text: string) => text;

describe('a page', () => {
  it('holds 100 items unless asked otherwise, and a marker only if there are more', () => {
    expect(page(numbers(100), itself, {})).toEqual({ items: numbers(100), Marker: undefined });
    expect(page(numbers(101), itself, {}).Marker).toBeDefined();
  });

  it('goes on after the marker, in order, whatever came and went meanwhile', () => {
    const first = page(numbers(50).reverse(), itself, { MaxRecords: 20 });
    const changed = ['050', ...numbers(50).filter((text) => text !== '119')];

    const second = page(changed, itself, { MaxRecords: 20, Marker: first.Marker });

    expect(first.items).toEqual(numbers(20));
    expect(second.items[0]).toBe('120');
  });

  it.each([19, 101])('of %i records is refused', (MaxRecords) => {
    expect(() => page([], itself, { MaxRecords })).toThrow(/MaxRecords/);
  });

  it('after a marker that nobody gave is refused', () => {
    expect(() => page([], itself, { Marker: 'x' })).toThrow(/marker/);
  });
});

describe('filters', () => {
  const pets = [
    { name: 'Rex', kind: 'dog' },
    { name: 'Tom', kind: 'cat' },
  ];
  const known = {
    name: ({ name }: (typeof pets)[number]) => [name],
    kind: ({ kind }: (typeof pets)[number]) => [kind],
  };

  it('match any of their values, and all of them together', () => {
    const any = filtered(pets, [{ Name: 'name', Values: ['rex', 'tom'] }], known);
    const both = filtered(
      pets,
      [
        { Name: 'name', Values: ['rex', 'tom'] },
        { Name: 'kind', Values: ['cat'] },
      ],
      known,
    );

    expect(any).toEqual(pets);
    expect(both).toEqual([pets[1]]);
  });

  it.each(['colour', 'constructor', ''])('named %j are refused', (Name) => {
    expect(() => filtered(pets, [{ Name, Values: ['x'] }], known)).toThrow(/filter name/);
  });
});
