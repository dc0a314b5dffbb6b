import type { MiddlewareRoute } from "@medusajs/framework/http";
import { sampleAskInput, sampleOffersInput } from "../../../modules/wholesale/samples/sample-types";
import { reads, takes } from "../../validated";
import { nothing } from "../validators";

/** Samples, as companies ask for them and cooperatives offer them. */
export const sampleMiddlewares: MiddlewareRoute[] = [
  takes("/wholesale/samples", sampleAskInput),
  reads("/wholesale/samples/:variant_id", nothing),
  reads("/desk/products/:id/samples", nothing),
  takes("/desk/products/:id/samples", sampleOffersInput),
];
