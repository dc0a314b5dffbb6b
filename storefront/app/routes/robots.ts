import { PATHS } from "../i18n/locale";
import { ownOrigin } from "../lib/own-origin.server";
import type { Route } from "./+types/robots";

/** Pages of one person, and rooms that need a sign-in. Trace and answer pages say by themselves that they are not to be found. */
const PRIVATE = ["cart", "checkout", "orders", "desk", "home", "office"];

/** `/robots.txt`: what is for everybody, and where the list of it lies. */
export function loader({ request }: Route.LoaderArgs): Response {
  const lines = [
    "User-agent: *",
    ...PATHS.flatMap((path) => PRIVATE.map((room) => `Disallow: /${path}/${room}`)),
    "",
    `Sitemap: ${ownOrigin(request)}/sitemap.xml`,
    "",
  ];
  return new Response(lines.join("\n"), {
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "public, max-age=3600" },
  });
}
