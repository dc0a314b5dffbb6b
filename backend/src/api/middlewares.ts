import { defineMiddlewares, type MiddlewareRoute } from "@medusajs/framework/http";

/** Every area keeps its own `middlewares.ts`; this file only lists them. */
const areas: MiddlewareRoute[][] = [];

export default defineMiddlewares({ routes: areas.flat() });
