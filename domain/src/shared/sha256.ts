// SHA-256 (FIPS 180-4) in plain arithmetic. `domain` may not import node:crypto: it must run the same in a
// browser, a worker and a test. Used for tie keys, never for secrets.

const ROUND_CONSTANTS = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

const INITIAL_HASH = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] as const;

/** SHA-256 of a text (as UTF-8), as 64 lower-case hex digits. A lone surrogate hashes as U+FFFD. */
export function sha256Hex(text: string): string {
  const hash = new Sha256();
  hash.update(text);
  return Array.from(hash.state, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** A hash whose buffers are used again from text to text: for the many keys of one allocation. */
export class Sha256 {
  /** The eight words of the last text's hash. */
  readonly state = new Uint32Array(8);
  private readonly schedule = new Int32Array(64);
  private message = new Uint8Array(256);

  /** Hashes one whole text; `state` holds the result until the next. */
  update(text: string): void {
    const length = this.write(text);
    this.state.set(INITIAL_HASH);
    const end = Math.ceil((length + 9) / 64) * 64;
    for (let start = 0; start < end; start += 64) compress(this.state, this.message, start, this.schedule);
  }

  /** Puts the text's bytes and the padding into the buffer; returns the number of bytes of the text. */
  private write(text: string): number {
    let length = text.length;
    this.reserve(length);
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) {
        const bytes = utf8Bytes(text);
        length = bytes.length;
        this.reserve(length);
        this.message.set(bytes);
        break;
      }
      this.message[index] = code;
    }
    const end = Math.ceil((length + 9) / 64) * 64;
    this.message.fill(0, length, end);
    this.message[length] = 0x80;
    const bits = length * 8;
    for (let byte = 0; byte < 4; byte++) this.message[end - 1 - byte] = bits >>> (8 * byte);
    this.message[end - 5] = Math.floor(bits / 0x1_0000_0000);
    return length;
  }

  private reserve(length: number): void {
    if (length + 72 > this.message.length) this.message = new Uint8Array((length + 72) * 2);
  }
}

/** UTF-8 bytes of a text; written out because `TextEncoder` is not part of the language. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    let point = character.codePointAt(0) ?? 0xfffd;
    if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return Uint8Array.from(bytes);
}

function compress(state: Uint32Array, message: Uint8Array, start: number, w: Int32Array): void {
  for (let t = 0, at = start; t < 16; t++, at += 4) {
    w[t] = (message[at]! << 24) | (message[at + 1]! << 16) | (message[at + 2]! << 8) | message[at + 3]!;
  }
  for (let t = 16; t < 64; t++) {
    const early = w[t - 15]!;
    const late = w[t - 2]!;
    const s0 = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
    const s1 = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
    w[t] = (w[t - 16]! + s0 + w[t - 7]! + s1) | 0;
  }
  let a = state[0]! | 0;
  let b = state[1]! | 0;
  let c = state[2]! | 0;
  let d = state[3]! | 0;
  let e = state[4]! | 0;
  let f = state[5]! | 0;
  let g = state[6]! | 0;
  let h = state[7]! | 0;
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[t]! + w[t]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + s0 + majority) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
  state[4] = state[4]! + e;
  state[5] = state[5]! + f;
  state[6] = state[6]! + g;
  state[7] = state[7]! + h;
}
