const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER);
/** From here on one step over leading bits is worth more than one division. */
const LONG = 1n << 512n;
/** Leading bits looked at: few enough that quotients of machine numbers are exact. */
const LEAD = 50;

/** The greatest common divisor, never negative; that of 0 and n is n. */
export function gcd(a: bigint, b: bigint): bigint {
  const [p, q] = [a < 0n ? -a : a, b < 0n ? -b : b];
  const [x, y] = p < q ? [q, p] : [p, q];
  return y < LONG ? gcdOfShort(x, y) : gcdOfLong(x, y);
}

function gcdOfShort(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) {
    if (x <= SAFE_MAX) return BigInt(gcdOfSmall(Number(x), Number(y)));
    [x, y] = [y, x % y];
  }
  return x;
}

/** Whole numbers up to 2^53 are exact as machine numbers, and much faster. */
function gcdOfSmall(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/**
 * Lehmer's method (Knuth 4.5.2, algorithm L), a >= b: the leading bits tell the next quotients of
 * Euclid's method, as long as they tell them for certain; all of those are then done at once.
 */
function gcdOfLong(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  let shift = 4 * x.toString(16).length - LEAD;
  while (y >= LONG) {
    let lead = Number(x >> BigInt(shift));
    while (lead < 2 ** (LEAD - 4)) {
      shift -= 4;
      lead = Number(x >> BigInt(shift));
    }
    const { a: k, b: l, c: m, d: n } = quotients(lead, Number(y >> BigInt(shift)));
    if (l === 0) [x, y] = [y, x % y];
    else {
      const [s, t] = [BigInt(k) * x + BigInt(l) * y, BigInt(m) * x + BigInt(n) * y];
      [x, y] = [s, t];
    }
  }
  return gcdOfShort(x, y);
}

/** What Euclid's certain steps make of x and y: a * x + b * y, c * x + d * y. */
interface Steps {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

function quotients(leadOfX: number, leadOfY: number): Steps {
  let [x, y] = [leadOfX, leadOfY];
  let [a, b, c, d] = [1, 0, 0, 1];
  while (y + c !== 0 && y + d !== 0) {
    const quotient = Math.floor((x + a) / (y + c));
    if (quotient !== Math.floor((x + b) / (y + d))) break;
    [a, c] = [c, a - quotient * c];
    [b, d] = [d, b - quotient * d];
    [x, y] = [y, x - quotient * y];
  }
  return { a, b, c, d };
}
