/** What a search may ask, and how each looks in an address. */
export const ASKED = {
  q: /^[\s\S]{1,200}$/,
  region: /^[a-z0-9-]{1,60}$/,
  produce: /^[a-z0-9-]{1,60}$/,
  grade: /^[a-z0-9-]{1,60}$/,
  price: /^(\d{1,9})?-(\d{1,9})?$/,
  season: /^1$/,
  certified: /^1$/,
  in_stock: /^1$/,
  page: /^([1-9]|[1-4]\d|50)$/,
} as const;

export type Asked = { readonly [Name in keyof typeof ASKED]?: string };

/** The address of a search, one thing changed; another page only where it is asked for. */
export function searchPath(
  path: string,
  asked: Asked,
  change: Asked & Record<string, string | undefined> = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...asked, page: undefined, ...change })) {
    if (value !== undefined && value !== "") query.set(name, value);
  }
  const text = query.toString();
  return `/${path}/search${text === "" ? "" : `?${text}`}`;
}
