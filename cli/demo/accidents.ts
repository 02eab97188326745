/** What happens to the source after its snapshot was taken: no table stays as it was. */
export const accidents = [
  // Somebody forgot the WHERE. The trigger notes every row.
  'UPDATE shop.products SET stock = 0, price = 0.01 WHERE stock > 0',
  'DELETE FROM shop.payments WHERE id % 3 = 0',
  'UPDATE shop.order_items SET quantity = quantity + 1 WHERE order_id % 5 = 0',
  "UPDATE shop.orders SET status = 'cancelled' WHERE id % 7 = 0",
  `INSERT INTO shop.customers
     SELECT MAX(id) + 1, 'nobody@example.com', 'Nobody', 'XX', '2026-01-01' FROM shop.customers`,
  'CREATE OR REPLACE VIEW shop.order_totals AS SELECT id, customer_id, status, 0 AS total FROM shop.orders',
];

/** What the target holds before the restore, and must not hold after it. */
export const otherData = [
  'CREATE DATABASE shop',
  'CREATE TABLE shop.customers (id INT PRIMARY KEY, nickname VARCHAR(20) NOT NULL)',
  "INSERT INTO shop.customers VALUES (1, 'left over'), (2, 'from'), (3, 'last month')",
  'CREATE DATABASE experiments',
  'CREATE TABLE experiments.trials (id INT PRIMARY KEY, result VARCHAR(20))',
  "INSERT INTO experiments.trials VALUES (1, 'inconclusive')",
];
