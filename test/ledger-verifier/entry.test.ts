import { expect } from 'chai';
import { parseEntry } from '../../ledger-verifier/entry.ts';

const NONCE = Buffer.alloc(16, 9);
const parse = (text: string | Buffer): unknown =>
  parseEntry(Buffer.concat([NONCE, Buffer.from(text as string)])).event;

const LEAST = '{"eventId":"e","occurredAt":"2026-03-01T12:00:00.000Z","type":"rejected","v":1}';

describe('entry as a verifier reads it', () => {
  it('is nonce and event', () => {
    const entry = parseEntry(Buffer.concat([NONCE, Buffer.from(LEAST)]));
    expect(Buffer.from(entry.nonce)).to.deep.equal(NONCE);
    expect(entry.event).to.include({ type: 'rejected', v: 1 });
  });

  it('may have fields that this verifier does not know', () => {
    expect(parse(LEAST.replace('"v":1', '"v":1,"weather":"fair"'))).to.include({ weather: 'fair' });
  });

  const malformed: [string, string | Buffer][] = [
    ['nothing behind the nonce', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a byte that is not UTF-8', Buffer.from([0xff])],
    ['another version', LEAST.replace('"v":1', '"v":2')],
    ['no type', LEAST.replace('"type":"rejected",', '')],
    ['a type that is no text', LEAST.replace('"rejected"', '7')],
    ['spaces', LEAST.replace(',', ', ')],
    ['a field twice', LEAST.replace('"type"', '"type":"accepted","type"')],
    ['fields out of order', `{"v":1,${LEAST.slice(1, -7)}}`],
    ['an escape that is not needed', LEAST.replace('"e"', '"\\u0065"')],
    ['a number in another form', LEAST.replace('"v":1', '"v":1.0')],
    ['text behind the object', `${LEAST} `],
    ['a delivery that is no text', LEAST.replace('{', '{"deliveryId":5,')],
    ['a number that is not whole', LEAST.replace(',"occ', ',"eventNo":1.5,"occ')],
    ['targets that are no texts', LEAST.replace(',"type"', ',"targets":[1],"type"')],
    ['an unknown field that is null', LEAST.replace('"v":1', '"v":1,"x":null')],
    ['an unknown field that is an object', LEAST.replace('"v":1', '"v":1,"x":{"a":1}')],
    ['an unknown list of numbers', LEAST.replace('"v":1', '"v":1,"x":[1]')],
    ['half a surrogate pair', LEAST.replace('"v":1', '"v":1,"x":"\\ud800"')],
  ];
  for (const [name, text] of malformed) {
    it(`is malformed with ${name}`, () => {
      expect(() => parse(text))
        .to.throw()
        .with.property('code', 'malformed');
    });
  }
});
