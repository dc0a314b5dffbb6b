/** The locales in addresses (/zh/..., /en/...). */
export type Path = "zh" | "en";
/** The same, as Intl and the lang attribute name them. */
export type Locale = "zh-CN" | "en";

export const PATHS: readonly Path[] = ["zh", "en"];
export const DEFAULT_PATH: Path = "zh";

export function isPath(text: string | undefined): text is Path {
  return text === "zh" || text === "en";
}

export function localeOf(path: Path): Locale {
  return path === "zh" ? "zh-CN" : "en";
}

/** The locale of an address, or undefined when it has none. */
export function pathOf(pathname: string): Path | undefined {
  const first = pathname.split("/")[1];
  return isPath(first) ? first : undefined;
}

/** The same page in another language. */
export function inLanguage(pathname: string, path: Path): string {
  const own = pathOf(pathname);
  const rest = own === undefined ? pathname : pathname.slice(own.length + 1);
  return `/${path}${rest === "/" ? "" : rest}`;
}

/**
 * The better of our two languages for an Accept-Language header: the first of them in order of quality, Chinese when
 * neither is named.
 */
export function preferredPath(acceptLanguage: string | null): Path {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part, index) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((q) => q !== undefined);
      return { path: tag.split("-")[0], quality: quality === undefined ? 1 : Number(quality), index };
    })
    .filter((entry) => isPath(entry.path) && entry.quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index)[0]?.path;
  return isPath(wanted) ? wanted : DEFAULT_PATH;
}
