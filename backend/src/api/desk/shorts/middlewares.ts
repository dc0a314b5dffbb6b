import type { MiddlewareRoute } from "@medusajs/framework/http";
import { validBody, validQuery } from "../../validated";
import { noQuery } from "../validators";
import { applyBody, noBody, shortBody, shortsQuery } from "./validators";

export const shortMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk/shorts", methods: ["GET"], middlewares: [validQuery(shortsQuery)] },
  { matcher: "/desk/shorts", methods: ["POST"], middlewares: [validBody(shortBody)] },
  { matcher: "/desk/shorts/:id", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/desk/shorts/:id/apply", methods: ["POST"], middlewares: [validBody(applyBody)] },
  ...["preview", "drop", "undo", "restock"].map((act): MiddlewareRoute => ({
    matcher: `/desk/shorts/:id/${act}`,
    methods: ["POST"],
    middlewares: [validBody(noBody)],
  })),
];
