import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes, takesPicture, validQuery } from "../../validated";
import { nothing } from "../validators";
import {
  bringQuery,
  columnsBody,
  fileQuery,
  freightQuery,
  linesBody,
  namesBody,
  repeatsBody,
  sheetQuery,
  sheetQuoteBody,
  sheetsQuery,
  trackingQuery,
} from "./validators";

const AT = "/wholesale/addressee-sheets";

/** Sheets of addressees. The bodies of two routes are files, read by the route up to their limit. */
export const addresseeSheetMiddlewares: MiddlewareRoute[] = [
  reads(AT, sheetsQuery),
  { ...takesPicture(AT), middlewares: [validQuery(bringQuery)] },
  reads(`${AT}/:id`, sheetQuery),
  takes(`${AT}/:id/columns`, columnsBody),
  takes(`${AT}/:id/lines`, linesBody),
  { ...takesPicture(`${AT}/:id/repairs`), middlewares: [validQuery(nothing)] },
  takes(`${AT}/:id/names`, namesBody),
  takes(`${AT}/:id/repeats`, repeatsBody),
  reads(`${AT}/:id/wrong`, fileQuery),
  reads(`${AT}/:id/freight`, freightQuery),
  takes(`${AT}/:id/quotes`, sheetQuoteBody),
  takes(`${AT}/:id/reopen`, nothing),
  takes(`${AT}/:id/forget`, nothing),
  reads(`${AT}/:id/tracking`, trackingQuery),
];
