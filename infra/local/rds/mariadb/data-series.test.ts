import { expect, test } from 'vitest';
import { noteSeries } from './data-series.ts';
import { temporaryDirectory } from './engine.fixture.ts';

test('data are opened by the same or a later series of the server, never by an earlier one', async () => {
  await using directory = await temporaryDirectory();

  await noteSeries(directory.path, '10.6.1-MariaDB');
  await noteSeries(directory.path, '10.11.19-MariaDB');

  await expect(noteSeries(directory.path, '10.6.1-MariaDB')).rejects.toThrow('10.11');
});
