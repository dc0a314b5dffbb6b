import type { Response } from "express";

export type Locale = "zh" | "en";

export const localeOf = (value: unknown): Locale => (typeof value === "string" && value.startsWith("zh") ? "zh" : "en");

export const escapeHtml = (value: string): string => value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const STYLE = `
body{font:1.125rem/1.5 system-ui,"Noto Sans SC","PingFang SC",sans-serif;color:#1f2421;background:#fffdf8;margin:0}
main{max-width:32rem;margin:0 auto;padding:1.5rem 1rem}
h1{font-size:1.5rem}label{display:block;font-weight:600;margin-top:1rem}
input{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;border:2px solid #767d78;border-radius:8px;min-height:44px}
button{font:inherit;min-height:48px;padding:.6rem 1.2rem;margin:1.25rem .75rem 0 0;border-radius:8px;border:2px solid #14532d;background:#14532d;color:#fff;cursor:pointer}
button.second{background:#fffdf8;color:#14532d}
input:focus,button:focus,a:focus{outline:3px solid #1f2421;outline-offset:2px;box-shadow:0 0 0 5px #ffbf47}
.hint{color:#4a524d;font-size:1rem;margin:.25rem 0}.error{color:#b42318;font-weight:600}
.summary{border:3px solid #b42318;border-radius:8px;padding:.75rem 1rem;margin:1rem 0}
.two{display:grid;grid-template-columns:1fr 1fr;gap:1rem}`;

/** A page without scripts. `title` and `body` are HTML already escaped by the caller. */
export function sendPage(res: Response, status: number, locale: Locale, title: string, body: string): void {
  res.status(status);
  // No form-action: browsers apply it to the redirect after the post as well, which goes back to the shop.
  res.set(
    "Content-Security-Policy",
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  );
  res.set("Referrer-Policy", "no-referrer");
  res.set("Cache-Control", "no-store");
  res
    .type("html")
    .send(
      `<!doctype html><html lang="${locale === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${STYLE}</style></head>` +
        `<body><main><h1>${title}</h1>${body}</main></body></html>`,
    );
}

/** Currencies without minor units, as Stripe lists them. */
const ZERO_DECIMAL = new Set([
  "bif",
  "clp",
  "djf",
  "gnf",
  "jpy",
  "kmf",
  "krw",
  "mga",
  "pyg",
  "rwf",
  "ugx",
  "vnd",
  "vuv",
  "xaf",
  "xof",
  "xpf",
]);

export function money(amountMinor: number, currency: string, locale: Locale): string {
  const value = ZERO_DECIMAL.has(currency) ? amountMinor : amountMinor / 100;
  return new Intl.NumberFormat(locale === "zh" ? "zh-CN" : "en", { style: "currency", currency }).format(value);
}
