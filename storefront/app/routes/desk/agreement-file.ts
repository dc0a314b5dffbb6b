import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/agreement-file";

/** One version as the PDF that is signed. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  const query = new URLSearchParams({ version: params.version }).toString();
  return passOn(await desk.file(`/desk/agreements/${encodeURIComponent(params.id)}/file?${query}`), "application/pdf");
}
