import { defineMiddlewares, type MiddlewareRoute } from "@medusajs/framework/http";
import { hookMiddlewares } from "./hooks/middlewares";
import { holdMiddlewares } from "./store/holds/middlewares";

/** Every area keeps its own `middlewares.ts`; this file only lists them. */
const areas: MiddlewareRoute[][] = [hookMiddlewares, holdMiddlewares];

export default defineMiddlewares({ routes: areas.flat() });
