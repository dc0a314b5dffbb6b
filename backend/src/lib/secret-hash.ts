import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";

/** 32 MiB and some 80 ms a guess (RFC 7914; OWASP asks for N = 2^15 to 2^17 at r = 8). */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Twice what the cost needs: Node counts a little more than 128 * N * r. */
const MAX_MEMORY = 64 * 1024 * 1024;
const MARK = "scrypt";

/** "scrypt.<N>.<r>.<p>.<salt>.<hash>": a later change of the cost leaves old hashes readable. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(secret, salt, COST);
  return [MARK, COST.N, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")].join(".");
}

/** Takes as long for a hash that is none, so that an unknown name can't be told from a wrong secret by the clock. */
export async function isSecret(secret: string, hashed: string | undefined): Promise<boolean> {
  const [mark, N, r, p, salt, hash] = (hashed ?? NOBODYS).split(".");
  const expected = Buffer.from(hash ?? "", "base64url");
  if (mark !== MARK || expected.length !== HASH_BYTES) throw new Error("not a hashed secret of ours");
  const actual = await derive(secret, Buffer.from(salt ?? "", "base64url"), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(actual, expected) && hashed !== undefined;
}

const NOBODYS = [MARK, COST.N, COST.r, COST.p, "nobody", Buffer.alloc(HASH_BYTES).toString("base64url")].join(".");

function derive(secret: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize("NFKC"), salt, HASH_BYTES, { ...cost, maxmem: MAX_MEMORY }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });
}
