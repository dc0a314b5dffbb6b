import type { MiddlewareRoute } from "@medusajs/framework/http";
import {
  listedCompanyInput,
  listedPricesInput,
  priceListEndInput,
  priceListInput,
  priceListNameInput,
} from "../../../modules/wholesale/companies/price-list-types";
import { reads, takes } from "../../validated";
import { nothing } from "../../wholesale/validators";

/** What some companies pay. */
export const priceListMiddlewares: MiddlewareRoute[] = [
  reads("/desk/price-lists", nothing),
  takes("/desk/price-lists", priceListInput),
  reads("/desk/price-lists/:id", nothing),
  takes("/desk/price-lists/:id", priceListNameInput),
  takes("/desk/price-lists/:id/end", priceListEndInput),
  takes("/desk/price-lists/:id/companies", listedCompanyInput),
  takes("/desk/price-lists/:id/companies/:company_id/remove", nothing),
  reads("/desk/products/:id/list-prices/:list_id", nothing),
  takes("/desk/products/:id/list-prices/:list_id", listedPricesInput),
];
