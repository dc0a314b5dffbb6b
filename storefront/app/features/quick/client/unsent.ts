/** What stands in a field that was typed in and not sent, and what stood there when the page came; by the field's name. */
export type Unsent = Readonly<Record<string, readonly [came: string, now: string]>>;

/** A field as the page brought it and as it stands: kept while they differ. */
export function noted(unsent: Unsent, name: string, came: string, now: string): Unsent {
  return came === now ? without(unsent, [name]) : { ...unsent, [name]: [came, now] };
}

/** Without those that were sent, or that a page brought otherwise. */
export function without(unsent: Unsent, names: readonly string[]): Unsent {
  const gone = new Set(names);
  return Object.fromEntries(Object.entries(unsent).filter(([name]) => !gone.has(name)));
}

/** What was typed in a field that a page brings as it was before; undefined when it was not typed in, or changed meanwhile. */
export function typedIn(unsent: Unsent, name: string, came: string): string | undefined {
  const kept = unsent[name];
  return kept?.[0] === came ? kept[1] : undefined;
}

/** As it was written down; whatever else is found there is nothing. */
export function readUnsent(written: string | null): Unsent {
  if (written === null) return {};
  try {
    const found: unknown = JSON.parse(written);
    if (typeof found !== "object" || found === null) return {};
    return Object.fromEntries(
      Object.entries(found).filter(
        (entry): entry is [string, [string, string]] =>
          Array.isArray(entry[1]) && entry[1].length === 2 && entry[1].every((one) => typeof one === "string"),
      ),
    );
  } catch {
    return {};
  }
}
