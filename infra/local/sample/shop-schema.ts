/** A small online shop, with one of everything that a restore must not lose. */
export const shopSchema = [
  'CREATE DATABASE shop CHARACTER SET utf8mb4',
  `CREATE TABLE shop.customers (
    id INT PRIMARY KEY,
    email VARCHAR(120) NOT NULL UNIQUE,
    name VARCHAR(80) NOT NULL,
    country CHAR(2) NOT NULL,
    joined_at DATETIME NOT NULL
  )`,
  `CREATE TABLE shop.products (
    id INT PRIMARY KEY,
    sku VARCHAR(20) NOT NULL UNIQUE,
    name VARCHAR(80) NOT NULL,
    price DECIMAL(10, 2) NOT NULL,
    stock INT NOT NULL,
    picture BLOB
  )`,
  `CREATE TABLE shop.orders (
    id INT PRIMARY KEY,
    customer_id INT NOT NULL,
    status ENUM('placed', 'paid', 'shipped', 'cancelled') NOT NULL,
    placed_at DATETIME NOT NULL,
    KEY (placed_at),
    FOREIGN KEY (customer_id) REFERENCES shop.customers (id)
  )`,
  `CREATE TABLE shop.order_items (
    order_id INT NOT NULL,
    line INT NOT NULL,
    product_id INT NOT NULL,
    quantity INT NOT NULL,
    price DECIMAL(10, 2) NOT NULL,
    PRIMARY KEY (order_id, line),
    FOREIGN KEY (order_id) REFERENCES shop.orders (id),
    FOREIGN KEY (product_id) REFERENCES shop.products (id)
  )`,
  `CREATE TABLE shop.payments (
    id INT AUTO_INCREMENT PRIMARY KEY,
    order_id INT NOT NULL,
    amount DECIMAL(10, 2) NOT NULL,
    method ENUM('card', 'transfer', 'voucher') NOT NULL,
    reference VARCHAR(40),
    FOREIGN KEY (order_id) REFERENCES shop.orders (id)
  )`,
  `CREATE TABLE shop.stock_changes (
    id INT AUTO_INCREMENT PRIMARY KEY,
    product_id INT NOT NULL,
    old_stock INT NOT NULL,
    new_stock INT NOT NULL
  )`,
];

/** Made after the rows, so that loading them sets nothing off. */
export const shopRoutines = [
  `CREATE VIEW shop.order_totals AS
    SELECT orders.id, orders.customer_id, orders.status,
      SUM(order_items.quantity * order_items.price) AS total
    FROM shop.orders JOIN shop.order_items ON order_items.order_id = orders.id
    GROUP BY orders.id, orders.customer_id, orders.status`,
  `CREATE TRIGGER shop.note_stock AFTER UPDATE ON shop.products FOR EACH ROW
    INSERT INTO shop.stock_changes (product_id, old_stock, new_stock)
    VALUES (NEW.id, OLD.stock, NEW.stock)`,
  `CREATE PROCEDURE shop.place_order(IN customer INT, IN product INT, IN amount INT)
    BEGIN
      DECLARE next_order INT;
      SELECT MAX(id) + 1 INTO next_order FROM shop.orders;
      INSERT INTO shop.orders VALUES (next_order, customer, 'placed', '2026-01-01');
      INSERT INTO shop.order_items
        SELECT next_order, 1, id, amount, price FROM shop.products WHERE id = product;
      UPDATE shop.products SET stock = stock - amount WHERE id = product;
    END`,
  `CREATE FUNCTION shop.spent_by(customer INT) RETURNS DECIMAL(12, 2) READS SQL DATA
    RETURN (SELECT COALESCE(SUM(total), 0) FROM shop.order_totals WHERE customer_id = customer)`,
];
