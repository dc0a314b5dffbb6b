import { statementFile } from "../../features/transfer/span.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/receivable-file";

/** One company's account with this cooperative over some days, as a PDF or a sheet. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const id = encodeURIComponent(params.id);
  return statementFile(request, desk, {
    path,
    file: `/desk/receivables/${id}/file`,
    page: `/${path}/desk/receivables/${id}`,
  });
}
