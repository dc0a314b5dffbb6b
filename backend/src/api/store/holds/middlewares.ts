import { validateAndTransformBody, type MiddlewareRoute } from "@medusajs/framework/http";
import { StartHold } from "./validators";

export const holdMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/holds", methods: ["POST"], middlewares: [validateAndTransformBody(StartHold)] },
];
