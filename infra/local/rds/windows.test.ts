import { expect, test } from 'vitest';
import { checkWindows, chosenWindows } from './windows.ts';

const check = (PreferredBackupWindow: string, PreferredMaintenanceWindow: string) => () =>
  checkWindows({ PreferredBackupWindow, PreferredMaintenanceWindow });

test.each([
  ['03:00-03:30', 'sun:05:00-sun:05:30'],
  ['03:00-03:30', 'sun:03:30-sun:04:00'],
  ['03:00-03:30', 'sun:02:30-sun:03:00'],
  ['23:45-00:15', 'Sat:00:15-Sat:23:45'],
])('%s and %s do not overlap', (backup, maintenance) => {
  expect(check(backup, maintenance)).not.toThrow();
});

test.each([
  ['03:00-03:30', 'wed:03:29-wed:03:59'],
  ['03:00-03:30', 'wed:02:31-wed:03:01'],
  ['03:00-05:00', 'wed:03:30-wed:04:00'],
  ['03:30-04:00', 'wed:03:00-wed:05:00'],
  ['03:00-03:30', 'tue:23:00-wed:23:00'],
  ['23:45-00:15', 'sat:23:00-sun:00:00'],
  ['23:45-00:15', 'sun:00:00-sun:00:30'],
  ['00:00-00:30', 'sat:23:45-sun:00:15'],
])('%s and %s overlap', (backup, maintenance) => {
  expect(check(backup, maintenance)).toThrow(/must not overlap/);
});

test.each(['3:00-3:30', '24:00-00:30', '03:00-03:60', '03:00', 'sun:03:00-sun:03:30'])(
  'the backup window %s is malformed',
  (window) => {
    expect(check(window, 'sun:05:00-sun:05:30')).toThrow(/hh24:mi-hh24:mi/);
  },
);

test.each(['05:00-05:30', 'sunday:05:00-sunday:05:30', 'sun:05:00-05:30', 'xyz:05:00-sun:05:30'])(
  'the maintenance window %s is malformed',
  (window) => {
    expect(check('03:00-03:30', window)).toThrow(/ddd:hh24:mi-ddd:hh24:mi/);
  },
);

test.each([
  ['03:00-03:29', 'sun:05:00-sun:05:30'],
  ['03:00-03:00', 'sun:05:00-sun:05:30'],
  ['03:00-03:30', 'sun:05:00-sun:05:29'],
])('one of %s and %s is too short', (backup, maintenance) => {
  expect(check(backup, maintenance)).toThrow(/30 minutes/);
});

test('the window that is not asked for is chosen so that it does not overlap', () => {
  const backup = chosenWindows({ PreferredMaintenanceWindow: 'Sun:03:00-Sun:04:00' });
  const maintenance = chosenWindows({ PreferredBackupWindow: '05:00-05:30' });

  expect(() => checkWindows(backup)).not.toThrow();
  expect(() => checkWindows(maintenance)).not.toThrow();
  expect(backup.PreferredMaintenanceWindow).toBe('sun:03:00-sun:04:00');
});
