import { randomInt } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export const newId = (prefix: string): string => {
  let id = prefix;
  for (let i = 0; i < 24; i += 1) id += ALPHABET[randomInt(ALPHABET.length)];
  return id;
};
