import type { MiddlewareRoute } from "@medusajs/framework/http";
import { z } from "zod";
import { reads, takes } from "../../validated";
import { boardQuery } from "../../store/villages/validators";
import { nothingBody } from "../validators";

export const refuseBody = z.strictObject({ reason: z.string().trim().min(1).max(300) });
export type RefuseBody = z.output<typeof refuseBody>;

/** Thanks of buyers, read before they are shown. */
export const thanksMiddlewares: MiddlewareRoute[] = [
  reads("/desk/thanks", boardQuery),
  takes("/desk/thanks/:id/publish", nothingBody),
  takes("/desk/thanks/:id/refuse", refuseBody),
];
