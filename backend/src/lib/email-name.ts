const EMAIL = /^[^\s@]{1,100}@[^\s@]{1,100}$/;

/** An e-mail address as it is kept: one for however somebody writes it. Undefined for what is none. */
export function emailName(typed: unknown): string | undefined {
  if (typeof typed !== "string" || typed.length > 200) return undefined;
  const bare = typed.normalize("NFKC").trim().toLowerCase();
  return EMAIL.test(bare) ? bare : undefined;
}
