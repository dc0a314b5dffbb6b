import { Transform, type TransformCallback } from "node:stream";

/**
 * Takes the zero bytes out of a page. React 18 writes through a buffer of 2,048 bytes and sends all of it when the next
 * letter no longer fits: the one or two bytes left are zeros. In text a browser passes over them, but in an attribute each
 * becomes "\ufffd", and a form sends that back: a Chinese word in a hidden field was broken whenever a page grew a little.
 */
export function withoutNul(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk);
    },
  });
}
