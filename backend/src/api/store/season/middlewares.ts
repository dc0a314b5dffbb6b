import type { MiddlewareRoute } from "@medusajs/framework/http";
import { noQuery } from "../../desk/validators";
import { limitAsking } from "../../sign-in-limit";
import { reads, takes } from "../../validated";
import { linkBody, linkQuery, subscribeBody } from "./validators";

/** Being told when goods open. What is asked for by anybody sends a mail: it is limited as a code by e-mail is. */
export const seasonMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/season/subscriptions", methods: ["POST"], middlewares: [limitAsking] },
  takes("/store/season/subscriptions", subscribeBody),
  reads("/store/season/subscriptions/:id", linkQuery),
  takes("/store/season/subscriptions/:id/confirm", linkBody),
  takes("/store/season/subscriptions/:id/stop", linkBody),
  reads("/store/season/goods/:handle/:produce", noQuery),
];
