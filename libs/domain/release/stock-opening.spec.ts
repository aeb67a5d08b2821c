import * as rational from '../quantity/rational';
import { openRest, openStock } from './stock-opening';

const q = rational.parse;

describe('opening a stock', () => {
  it('opens whole award units of the release less the buffer, and keeps the rest', () => {
    const opening = openStock(1009n, q('1/2'), q('1/10'), 25n);
    expect(opening).toEqual({ opened: 450n, buffer: 50n, retained: 509n });
  });

  it('opens whole award units of what the humanitarian class has left', () => {
    const opening = openRest(1009n, q('1/2'), 30n, 25n);
    expect(opening).toEqual({ opened: 450n, buffer: 30n, retained: 529n });
  });

  it('opens nothing where less than one unit is released', () => {
    expect(openStock(100n, q('1/5'), q('0'), 25n)).toEqual({
      opened: 0n,
      buffer: 0n,
      retained: 100n,
    });
    expect(openRest(100n, q('1/5'), 0n, 25n)).toEqual({ opened: 0n, buffer: 0n, retained: 100n });
  });
});
