import { systemRandom } from './identifiers';
import { Tx } from './tx';

const NOW = '2026-11-24T08:00:00.123Z';
const UUID_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function identifiers(count: number): string[] {
  const tx = new Tx({} as never, NOW, 'a command', systemRandom);
  return Array.from({ length: count }, () => tx.newId());
}

describe('the identifiers of a transaction', () => {
  it('are of version 7, of its time, and ascend in the order of the calls', () => {
    const ids = identifiers(20_000);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    const time = Date.parse(NOW).toString(16).padStart(12, '0');
    for (const id of ids) {
      if (!UUID_7.test(id)) throw new Error(`${id} is no UUID of version 7`);
      expect(id.replace('-', '').slice(0, 12)).toBe(time);
    }
  });

  it('of the same millisecond are not those of another', () => {
    const ids = Array.from({ length: 200 }, () => identifiers(50)).flat();
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('ascend from the first place to the last', () => {
    const zeros = (): Buffer => Buffer.alloc(10);
    const ones = (): Buffer => Buffer.alloc(10, 0xff);
    for (const source of [zeros, ones]) {
      const tx = new Tx({} as never, NOW, 'a command', source);
      const ids = Array.from({ length: 20_000 }, () => tx.newId());
      expect([...ids].sort()).toEqual(ids);
    }
  });
});
