import fc from 'fast-check';
import { sha256 } from '../../../tests/support/ed25519';
import tree from '../../../tests/vectors/log-tree.json';
import { toHex } from './bytes';
import { CompactRange, leafHash, nodeHash, rootOf } from './merkle';

const hex = (digits: string): Uint8Array => Buffer.from(digits, 'hex');
const hashes = tree.leafInputsHex.map((input) => leafHash(hex(input), sha256));

/** The definition of RFC 6962 section 2.1, word for word. */
function rootByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)].map(rootByDefinition);
  return nodeHash(left ?? new Uint8Array(0), right ?? new Uint8Array(0), sha256);
}

describe('the tree of RFC 6962', () => {
  it('hashes the leaves and the complete subtrees of the reference tree', () => {
    let level = hashes;
    for (const expected of tree.nodeHashesHexByLevel) {
      expect(level.map(toHex)).toEqual(expected);
      const pairs = level.filter((_, index) => index % 2 === 0);
      level = pairs.flatMap((left, index) => {
        const right = level[2 * index + 1];
        return right === undefined ? [] : [nodeHash(left, right, sha256)];
      });
    }
  });

  it.each(tree.rootHexBySize.map((root, size) => ({ size, root })))(
    'has the reference root at size $size',
    ({ size, root }) => {
      expect(toHex(rootOf(hashes.slice(0, size), sha256))).toBe(root);
    },
  );

  it('grows to the root of the definition, restored from its bytes after every leaf', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 70 }), (inputs) => {
        const leaves = inputs.map((input) => leafHash(input, sha256));
        let range = CompactRange.empty(sha256);
        for (const leaf of leaves) {
          range = CompactRange.restore(range.size, range.toBytes(), sha256);
          range.append(leaf);
        }
        expect(range.size).toBe(BigInt(leaves.length));
        expect(toHex(range.root())).toBe(toHex(rootByDefinition(leaves)));
      }),
      { numRuns: 60 },
    );
  });

  it('refuses bytes that no range of that size has', () => {
    const restore = (size: bigint, length: number) => () =>
      CompactRange.restore(size, new Uint8Array(length), sha256);
    expect(restore(3n, 32)).toThrow(expect.objectContaining({ code: 'compact-range-malformed' }));
    expect(restore(1n, 33)).toThrow('33 bytes');
    expect(restore(0n, 32)).toThrow('size 0');
    expect(restore(-1n, 32)).toThrow('size -1');
    expect(restore(1n << 60n, 32)).toThrow('size');
  });
});
