import { expect, test } from 'vitest';
import { onlyValue, sharedEngine } from '../rds/mariadb/engine.fixture.ts';
import { fingerprint } from './fingerprint.ts';
import { loadSampleDatabase } from './sample-database.ts';
import { shopRows, usualSize } from './shop-rows.ts';

const { created } = sharedEngine();
const small = { customers: 50, products: 10, orders: 100 };

test('the seed decides every row, and the usual shop has tens of thousands', () => {
  const rows = shopRows(7, usualSize);

  expect([...rows.values()].flat().length).toBeGreaterThan(40_000);
  expect(shopRows(7, small)).toEqual(shopRows(7, small));
  expect(shopRows(7, small)).not.toEqual(shopRows(8, small));
});

test('the shop works: its routines, its view and its trigger', async () => {
  const { connection } = await created();
  await loadSampleDatabase(connection, { size: small });
  const spent = await onlyValue(connection, 'SELECT shop.spent_by(1)');

  await connection.query('CALL shop.place_order(1, 2, 3)');

  const price = await onlyValue(connection, 'SELECT price FROM shop.products WHERE id = 2');
  expect(await onlyValue(connection, 'SELECT shop.spent_by(1)')).toBe(
    (Number(spent) + 3 * Number(price)).toFixed(2),
  );
  expect(await onlyValue(connection, 'SELECT COUNT(*) FROM shop.stock_changes')).toBe(1);
});

test('a fingerprint sees one changed value, a lost trigger and another view, but not the order', async () => {
  const { connection } = await created();
  await loadSampleDatabase(connection, { size: small });
  const before = await fingerprint(connection);

  await connection.query('CREATE TABLE shop.reversed LIKE shop.customers');
  await connection.query('INSERT INTO shop.reversed SELECT * FROM shop.customers ORDER BY id DESC');
  await connection.query(
    "UPDATE shop.orders SET status = 'cancelled' WHERE status <> 'cancelled' LIMIT 1",
  );
  await connection.query('DROP TRIGGER shop.note_stock');
  await connection.query('ALTER VIEW shop.order_totals AS SELECT 1 AS one');
  const after = await fingerprint(connection);

  expect(Object.keys(before.tables)).toHaveLength(6);
  expect(after.tables['shop.reversed']).toEqual(before.tables['shop.customers']);
  expect(after.tables['shop.orders']?.rows).toBe(before.tables['shop.orders']?.rows);
  expect(after.tables['shop.orders']).not.toEqual(before.tables['shop.orders']);
  expect(after.views).not.toEqual(before.views);
  expect(after.triggers).toEqual({});
  expect(after.routines).toEqual(before.routines);
});
