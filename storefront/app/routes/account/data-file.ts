import { buyer } from "../../features/buyer/data.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/data-file";

/** All that is kept of the buyer, as a file. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const who = await buyer(request, pathParam(params));
  return passOn(await who.file("/store/account/export"), "application/json; charset=utf-8");
}
