import { expect, test } from 'vitest';
import { md5OfAttributes } from './message-attributes.ts';

// The expected sums are those of https://www.npmjs.com/package/aws-md5-of-message-attributes.
const number = { DataType: 'Number.float', StringValue: '4563442423554324324264524243.32543234' };
const binary = { DataType: 'Binary', BinaryValue: Buffer.from('Hello binary world!') };

test('the MD5 of attributes covers custom types', () => {
  expect(md5OfAttributes({ customNumberTypeAttrib: number })).toBe(
    '9fe1b90bbd9965bdf77bac517c7d2495',
  );
});

test('the MD5 of attributes covers binary values', () => {
  expect(md5OfAttributes({ binaryAttribute: binary })).toBe('31a92b15d92f8db860eda32aceb656c3');
});

test('the MD5 of attributes does not depend on their order', () => {
  const text = { DataType: 'String', StringValue: 'attribValue 1' };

  expect(
    md5OfAttributes({ customNumberTypeAttrib: number, binaryAttribute: binary, attribName1: text }),
  ).toBe('c932db14a896c663f83c260297d594ff');
});
