import { Random } from './random.ts';

export interface ShopSize {
  readonly customers: number;
  readonly products: number;
  readonly orders: number;
}

export const usualSize: ShopSize = { customers: 4_000, products: 500, orders: 12_000 };

type Value = string | number | Buffer | null;
export type Row = readonly Value[];

/** The rows of the shop's tables, in an order that foreign keys allow. The seed decides every value. */
export const shopRows = (seed: number, size: ShopSize): ReadonlyMap<string, readonly Row[]> => {
  const random = new Random(seed);
  const customers = times(size.customers, (id) => customer(random, id));
  const prices = times(size.products, () => random.between(199, 49_999));
  const products = prices.map((cents, index) => product(random, index + 1, cents));

  const orders: Row[] = [];
  const items: Row[] = [];
  const payments: Row[] = [];
  for (let order = 1; order <= size.orders; order += 1) {
    const status = random.pick(['placed', 'paid', 'shipped', 'shipped', 'cancelled']);
    orders.push([order, random.between(1, size.customers), status, moment(random)]);
    let total = 0;
    const lines = random.between(1, 4);
    for (let line = 1; line <= lines; line += 1) {
      const bought = random.between(1, size.products);
      const quantity = random.between(1, 5);
      const cents = prices[bought - 1] ?? 0;
      total += quantity * cents;
      items.push([order, line, bought, quantity, money(cents)]);
    }
    if (status === 'paid' || status === 'shipped')
      payments.push([payments.length + 1, order, money(total), ...means(random)]);
  }
  return new Map([
    ['customers', customers],
    ['products', products],
    ['orders', orders],
    ['order_items', items],
    ['payments', payments],
  ]);
};

const customer = (random: Random, id: number): Row => {
  const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
  const country = random.pick(['DE', 'ES', 'FR', 'GB', 'JP', 'PL', 'US']);
  return [id, `customer${id}@example.com`, name, country, moment(random)];
};

const product = (random: Random, id: number, cents: number): Row => {
  const name = `${random.pick(ADJECTIVES)} ${random.pick(NOUNS)}`;
  const picture = random.next() < 0.5 ? null : Buffer.from(times(64, () => random.between(0, 255)));
  return [id, `SKU-${10_000 + id}`, name, money(cents), random.between(0, 900), picture];
};

const means = (random: Random): Value[] => {
  const method = random.pick(['card', 'transfer', 'voucher']);
  return [method, method === 'voucher' ? null : random.between(1e8, 1e9).toString(36)];
};

/** Sometime in 2025. */
const moment = (random: Random): string => {
  const date = new Date(Date.UTC(2025, 0, 1) + random.between(0, 364 * 86_400) * 1000);
  return date.toISOString().slice(0, 19).replace('T', ' ');
};

const money = (cents: number): string => (cents / 100).toFixed(2);

const times = <T>(count: number, make: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

const FIRST_NAMES = ['Ada', 'Björn', 'Chloé', 'Dmitri', 'Emiko', 'Fionn', 'Grace', 'Zoë'] as const;
const LAST_NAMES = ['García', "O'Neill", 'Müller', 'Nakamura', 'Łukasz', 'Smith', '李'] as const;
const ADJECTIVES = ['Brass', 'Folding', 'Quiet', 'Red', 'Sturdy', 'Woollen'] as const;
const NOUNS = ['compass', 'kettle', 'lamp', 'notebook', 'rucksack', 'stool', 'tent'] as const;
