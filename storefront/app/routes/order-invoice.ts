import { invoiceFile } from "../features/order/invoices.server";
import { pathParam } from "../lib/path";
import type { Route } from "./+types/order-invoice";

export const loader = ({ request, params }: Route.LoaderArgs) =>
  invoiceFile(request, params.id, params.invoice, pathParam(params));
