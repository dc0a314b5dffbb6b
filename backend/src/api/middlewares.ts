import { defineMiddlewares, type MiddlewareRoute } from "@medusajs/framework/http";
import { deskMiddlewares } from "./desk/middlewares";
import { ourErrorHandler } from "./error-handler";
import { householdMiddlewares } from "./household/middlewares";
import { signUpMiddlewares } from "./sign-up";

/** Every area keeps its own `middlewares.ts`; this file only lists them. */
const areas: MiddlewareRoute[][] = [
  signUpMiddlewares,
  deskMiddlewares,
  householdMiddlewares,
];

export default defineMiddlewares({ routes: areas.flat(), errorHandler: ourErrorHandler() });
