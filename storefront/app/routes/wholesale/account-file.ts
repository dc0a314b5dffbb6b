import { company } from "../../features/company/data.server";
import { statementFile } from "../../features/transfer/span.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/account-file";

/** The company's statement of account over some days, as a PDF or a sheet. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const who = await company(request, path);
  return statementFile(request, who, {
    path,
    file: "/wholesale/account/file",
    page: `/${path}/wholesale/account`,
  });
}
