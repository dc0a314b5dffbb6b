import { daysAsked } from "../../features/accounting/data.server";
import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/ledger-export";

/** The journal entries of some days as CSV, passed on as they come. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const why = (new URL(request.url).searchParams.get("why") ?? "").trim().slice(0, 200);
  const asked = new URLSearchParams({ ...daysAsked(request.url), language: path, why });
  return passOn(await desk.file(`/desk/ledger-export?${asked.toString()}`), "text/csv; charset=utf-8");
}
