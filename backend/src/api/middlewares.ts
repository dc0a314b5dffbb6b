import { defineMiddlewares, type MiddlewareRoute } from "@medusajs/framework/http";
import { deskMiddlewares } from "./desk/middlewares";
import { settlementMiddlewares } from "./desk/settlement-periods/middlewares";
import { weighInMiddlewares } from "./desk/weigh-in/middlewares";
import { ourErrorHandler } from "./error-handler";
import { hookMiddlewares } from "./hooks/middlewares";
import { householdMiddlewares } from "./household/middlewares";
import { signUpMiddlewares } from "./sign-up";
import { paymentMiddlewares } from "./store/payments/middlewares";
import { wholesaleMiddlewares } from "./store/wholesale/middlewares";

/** Every area keeps its own `middlewares.ts`; this file only lists them. */
const areas: MiddlewareRoute[][] = [
  signUpMiddlewares,
  deskMiddlewares,
  weighInMiddlewares,
  settlementMiddlewares,
  householdMiddlewares,
  hookMiddlewares,
  paymentMiddlewares,
  wholesaleMiddlewares,
];

export default defineMiddlewares({ routes: areas.flat(), errorHandler: ourErrorHandler() });
