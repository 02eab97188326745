import { expect, test } from 'vitest';
import { checkPin } from './pinned.ts';

const lock = { 'libaio1_0.3.113-4_amd64': 'aa' };
const libaio = { name: 'libaio1', version: '0.3.113-4', architecture: 'amd64' };

test('the lock file vouches for a package, or refuses it, by version and architecture', () => {
  expect(checkPin(libaio, 'aa', lock)).toBe(true);
  expect(() => checkPin(libaio, 'bb', lock)).toThrow('libaio1 0.3.113-4 has checksum bb');
  expect(checkPin({ ...libaio, architecture: 'arm64' }, 'bb', lock)).toBe(false);
  expect(checkPin({ ...libaio, version: '0.3.113-5' }, 'bb', lock)).toBe(false);
});
