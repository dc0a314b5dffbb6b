import { company } from "../../features/company/data.server";
import { statementFile } from "../../features/transfer/span.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/invoice-sheet";

/** The company's invoices and credit notes of some days as a sheet. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const who = await company(request, path);
  return statementFile(request, who, {
    path,
    file: "/wholesale/invoices/sheet",
    page: `/${path}/wholesale/invoices`,
    only: "csv",
  });
}
