import { company } from "../../features/company/data.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/agreement-file";

/** One version as the PDF that is signed. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const who = await company(request, pathParam(params));
  const query = new URLSearchParams({ version: params.version }).toString();
  return passOn(
    await who.file(`/wholesale/agreements/${encodeURIComponent(params.id)}/file?${query}`),
    "application/pdf",
  );
}
