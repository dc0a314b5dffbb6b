import { citiesOf } from "../features/checkout/places.server";
import { pathParam } from "../lib/path";
import type { Route } from "./+types/places";

/** They change a few times in a year, and every address is looked at again when it is sent. */
const KEPT_S = 86_400;

/** The cities and counties of a province, in the language of the page that asks. */
export function loader({ params }: Route.LoaderArgs): Response {
  const cities = citiesOf(params.province, pathParam(params));
  if (cities.length === 0) return new Response(null, { status: 404 });
  return Response.json(cities, { headers: { "Cache-Control": `public, max-age=${KEPT_S}` } });
}
