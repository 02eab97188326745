import { describe, expect, test } from 'vitest';
import { leavingOut } from './guards.ts';
import { play } from './scene.ts';
import { scenes } from './scenes.ts';

/** Parts without which nothing can happen that does not happen with them; tested where they stand. */
const elsewhere = [
  /** The time of the last change tells as much: nothing else makes an outbox that is not out. */
  'fail unattended: published = ?',
  /** Nobody deletes operations here. */
  'take over: alternative attribute_not_exists(operation_id)',
];

const met = new Set<string>();

describe.each(Object.entries(scenes))('%s', (part, scene) => {
  test('stands in a scene that keeps every promise', async () => {
    const { violations, log } = await play(scene);

    expect(violations, log.join('\n')).toEqual([]);
  });

  test('cannot be left out', async () => {
    const { violations } = await play(scene, leavingOut(part, met));

    expect(violations).not.toEqual([]);
  });
});

test('every part of every condition has its scene', () => {
  expect([...met].sort()).toEqual([...Object.keys(scenes), ...elsewhere].sort());
});
