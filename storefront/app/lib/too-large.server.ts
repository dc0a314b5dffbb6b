import en from "../i18n/en/index";
import { localeOf, type Path } from "../i18n/locale";
import { provideMessages } from "../i18n/messages";
import { say } from "../i18n/say.server";
import zh from "../i18n/zh-CN/index";
import stylesheet from "../styles/app.css?url";

// Written before any page was: the texts are not there yet when the first request of all is too large.
provideMessages("zh-CN", zh);
provideMessages("en", en);

/** "100 kB", "15 MB": rounded down, so that what is said fits. */
function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.floor(bytes / 1_000)} kB` : `${Math.floor(bytes / 1_048_576)} MB`;
}

/** The page that answers a form too large to be read: what happened, what is safe, and the way back to `from`. */
export function tooLargePage(path: Path, most_bytes: number, from: string): string {
  const t = say(path);
  const title = t("errorPage.tooLarge.title");
  return `<!doctype html>
<html lang="${localeOf(path)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Commonlot</title>
    <link rel="stylesheet" href="${stylesheet}">
  </head>
  <body>
    <main class="narrow empty" id="main">
      <h1>${title}</h1>
      <p>${t("errorPage.tooLarge.text", { most: sizeOf(most_bytes) })}</p>
      <a class="button" href="${escaped(from)}">${t("errorPage.tooLarge.back")}</a>
    </main>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
