import { company } from "../../features/company/data.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/invoice-file";

/** One of the company's invoices or credit notes, in the page's language. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const who = await company(request, path);
  const file = await who.file(`/wholesale/invoices/${encodeURIComponent(params.id)}/file?language=${path}`);
  return passOn(file, "application/pdf");
}
