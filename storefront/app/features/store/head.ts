import type { MetaDescriptor } from "react-router";
import { inLanguage, localeOf, pathOf } from "../../i18n/locale";

/** What every page knows of where it stands: the root's loader, and the address. */
interface Where {
  readonly location: { readonly pathname: string };
  readonly matches: readonly ({ readonly id: string; readonly loaderData?: unknown } | undefined)[];
}

interface Head {
  readonly title: string;
  readonly description?: string | undefined;
  /** What the page is about, as schema.org says it; told to search engines only. */
  readonly about?: readonly object[];
  readonly kind?: "website" | "product";
}

/** A description is cut by who shows it: after so many signs we end it ourselves. */
const MAX_DESCRIPTION = 200;

/** Our public address. */
export function originOf({ matches }: Pick<Where, "matches">): string {
  const root = matches.find((match) => match?.id === "root")?.loaderData as { origin?: string } | undefined;
  return root?.origin ?? "";
}

/** The one address of this page; what is asked beside it is left out. */
export const addressOf = (where: Where): string =>
  `${originOf(where)}${where.location.pathname.replace(/(?<=.)\/+$/, "")}`;

/** Head of a page that may be found: its one address, the same page in the other language, what is shown of it where it is shared. */
export function pageHead(where: Where, { title, description, about = [], kind = "website" }: Head): MetaDescriptor[] {
  const address = addressOf(where);
  const path = pathOf(where.location.pathname) ?? "zh";
  const origin = originOf(where);
  const inOther = (language: "zh" | "en") => origin + inLanguage(address.slice(origin.length), language);
  const short = description && shortened(description);
  return [
    { title },
    ...(short ? [{ name: "description", content: short }] : []),
    { tagName: "link", rel: "canonical", href: address },
    { tagName: "link", rel: "alternate", hrefLang: "zh-CN", href: inOther("zh") },
    { tagName: "link", rel: "alternate", hrefLang: "en", href: inOther("en") },
    { tagName: "link", rel: "alternate", hrefLang: "x-default", href: inOther("zh") },
    { property: "og:site_name", content: "Commonlot" },
    { property: "og:type", content: kind },
    { property: "og:title", content: title },
    ...(short ? [{ property: "og:description", content: short }] : []),
    { property: "og:url", content: address },
    { property: "og:locale", content: localeOf(path) === "zh-CN" ? "zh_CN" : "en_US" },
    ...about.map((one) => ({ "script:ld+json": { "@context": "https://schema.org", ...one } })),
  ];
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MAX_DESCRIPTION ? line : `${line.slice(0, MAX_DESCRIPTION - 1)}…`;
}
