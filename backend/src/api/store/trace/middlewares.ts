import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { z } from "zod";
import { noQuery } from "../../desk/validators";
import { reads, takes } from "../../validated";
import { forgetDeadSessions } from "../account/session";

/** Whether it is thanks the rule says; more than this is none. */
export const thanksBody = z.strictObject({ words: z.string().max(2_000) });
export type ThanksBody = z.output<typeof thanksBody>;

const maybeSignedIn = authenticate("customer", ["bearer", "session"], { allowUnauthenticated: true });

/** What the code on a parcel opens, and thanks by its buyer. */
export const traceMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/trace/:parcel_number/thanks", middlewares: [maybeSignedIn, forgetDeadSessions] },
  reads("/store/trace/:parcel_number", noQuery),
  reads("/store/trace/:parcel_number/thanks", noQuery),
  takes("/store/trace/:parcel_number/thanks", thanksBody),
];
