import type { MiddlewareRoute } from "@medusajs/framework/http";
import { companyPricesInput } from "../../../modules/wholesale/quick-order/order-types";
import { reads, takes } from "../../validated";
import { nothing } from "../validators";
import { askBody, linesBody, listQuery, packsBody, saveBody, SHEET_BODY, sheetBody, tableQuery } from "./validators";

/** What companies order quickly, and what their prices are at the desk. */
export const quickMiddlewares: MiddlewareRoute[] = [
  reads("/wholesale/quick", tableQuery),
  takes("/wholesale/quick/packs", packsBody),
  { ...takes("/wholesale/quick/sheet", sheetBody), bodyParser: { sizeLimit: SHEET_BODY } },
  reads("/wholesale/quick/list", listQuery),
  takes("/wholesale/quick/list/lines", linesBody),
  takes("/wholesale/quick/list/empty", nothing),
  takes("/wholesale/quick/list/quotes", askBody),
  reads("/wholesale/order-lists", nothing),
  takes("/wholesale/order-lists", saveBody),
  takes("/wholesale/order-lists/:id/use", nothing),
  takes("/wholesale/order-lists/:id/remove", nothing),
  takes("/wholesale/quotes/:id/again", nothing),
  reads("/desk/products/:id/company-prices", nothing),
  takes("/desk/products/:id/company-prices", companyPricesInput),
];
