import { encode } from "uqr";

/** White round a QR code, in its dots, that a reader needs. */
const QUIET_DOTS = 4;

/** A QR code as a picture draws it: how many dots wide, and one stroke for each run of dots in a row. */
export interface Qr {
  readonly size: number;
  readonly path: string;
}

export function qrOf(text: string): Qr {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_DOTS });
  const runs = data.flatMap((row, y) =>
    [
      ...row
        .map((dot) => (dot ? "#" : " "))
        .join("")
        .matchAll(/#+/g),
    ].map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
  );
  return { size, path: runs.join("") };
}
