import { redirect } from "react-router";
import { preferredPath } from "../i18n/locale";
import type { Route } from "./+types/start";

/** "/", and the addresses printed without a language: on to the reader's own. Households and villages read Chinese by default. */
export function loader({ request }: Route.LoaderArgs): Response {
  const url = new URL(request.url);
  const path = /^\/(home|office)(\/|$)/.test(url.pathname)
    ? "zh"
    : preferredPath(request.headers.get("accept-language"));
  const rest = url.pathname === "/" ? "" : url.pathname;
  return redirect(`/${path}${rest}${url.search}`, { headers: { Vary: "Accept-Language" } });
}
