/** The few words of DER (ITU-T X.690) that a certificate is written in. */
export type Der = Uint8Array;

export const tagged = (tag: number, ...parts: readonly Der[]): Der => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
};

const length = (size: number): Der => {
  if (size < 0x80) return Buffer.from([size]);
  const hex = size.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
};

export const sequence = (...parts: readonly Der[]): Der => tagged(0x30, ...parts);
export const set = (...parts: readonly Der[]): Der => tagged(0x31, ...parts);
export const octets = (content: Der): Der => tagged(0x04, content);
export const yes: Der = tagged(0x01, Buffer.from([0xff]));
export const text = (content: string): Der => tagged(0x0c, Buffer.from(content, 'utf8'));
/** `YYMMDDhhmmssZ` */
export const utcTime = (content: string): Der => tagged(0x17, Buffer.from(content, 'ascii'));
export const bits = (content: Der, unused = 0): Der => tagged(0x03, Buffer.from([unused]), content);
/** Big-endian and not negative. */
export const integer = (content: Der): Der =>
  tagged(0x02, (content[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), content]) : content);

export const objectId = (dotted: string): Der => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
};

const base128 = (value: number): number[] => {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
};
