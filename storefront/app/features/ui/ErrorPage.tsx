import { isRouteErrorResponse, useLocation, useRouteLoaderData } from "react-router";
import { useTranslations } from "use-intl";
import { DEFAULT_PATH, pathOf, type Path } from "../../i18n/locale";
import { nearestIn } from "../find/nearest";
import { SearchForm } from "../find/SearchForm";
import { drawn } from "./picture-files";
import { Picture } from "./Picture";

/** Who works in a room of their own goes back to its first page and not to the shop; there is nothing to search for there. */
const ROOMS = ["/desk", "/home", "/office", "/wholesale/company"] as const;

/** Pages that are opened from a mail, a text or a code on a parcel: half an address is no search. */
const LINKED = /^\/(zh|en)\/(answer|trace|tell-me|preorders|orders)\//;

/** Three ends a reader can do something about: not here, not now, and our own mistake. */
export function ErrorPage({ error }: { error: unknown }) {
  const t = useTranslations("errorPage");
  const root = useRouteLoaderData<{ path: Path }>("root");
  const location = useLocation();
  const path = pathOf(location.pathname) ?? root?.path ?? DEFAULT_PATH;
  const room = ROOMS.find((one) => location.pathname.startsWith(`/${path}${one}`));
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const kind =
    status === 404
      ? LINKED.test(location.pathname)
        ? "broken"
        : "missing"
      : status === 403
        ? "forbidden"
        : status === 503
          ? "unavailable"
          : status < 500
            ? "refused"
            : "mistake";
  const nearest = kind === "missing" && isRouteErrorResponse(error) ? nearestIn(error.data) : [];
  return (
    <main className="narrow empty" id="main">
      <title>{`${t(`${kind}.title`)} · Commonlot`}</title>
      <meta name="robots" content="noindex" />
      <Picture of={drawn("basket")} alt="" sizes="240px" />
      <h1>{t(`${kind}.title`)}</h1>
      <p>{t(`${kind}.text`)}</p>
      {kind === "missing" && room === undefined ? <SearchForm id="q-missing" /> : null}
      {nearest.length === 0 ? null : (
        <section className="stack-s" aria-labelledby="nearest">
          <h2 id="nearest">{t("missing.nearest")}</h2>
          <ul className="plain stack-s">
            {nearest.map((one) => (
              <li key={`${one.shelf}/${one.handle}`}>
                <a href={`/${path}/${one.shelf}/${encodeURIComponent(one.handle)}`}>{one.name[path]}</a>
                {one.place === null ? null : <span className="muted small"> {one.place[path]}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {kind === "unavailable" ? (
        <a className="button" href={location.pathname + location.search}>
          {t("again")}
        </a>
      ) : (
        <a className="button" href={`/${path}${room ?? ""}`}>
          {t("home")}
        </a>
      )}
    </main>
  );
}
