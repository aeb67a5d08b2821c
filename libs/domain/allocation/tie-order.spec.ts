import { drawTieKeys } from './tie-order';

describe('ties settled by chance', () => {
  it('are settled by the digest of the event and the member, and by the id at last', () => {
    const keys = drawTieKeys('abc', ['AAA', 'BBB', 'CCC'], (text) =>
      text.endsWith('B') ? '1' : '2',
    );
    const order = [...keys].sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([id]) => id);
    expect(order).toEqual(['BBB', 'AAA', 'CCC']);
    const asked: string[] = [];
    drawTieKeys('abc', ['AAA'], (text) => {
      asked.push(text);
      return '';
    });
    expect(asked).toEqual(['abc\nAAA']);
  });
});
