import type { MiddlewareRoute } from "@medusajs/framework/http";
import { validBody, validQuery } from "../../validated";
import { noQuery } from "../validators";
import {
  applyBody,
  noBody,
  previewBody,
  shortBody,
  shortPolicyBody,
  shortPolicyQuery,
  shortsQuery,
} from "./validators";

export const shortMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk/shorts", methods: ["GET"], middlewares: [validQuery(shortsQuery)] },
  { matcher: "/desk/shorts", methods: ["POST"], middlewares: [validBody(shortBody)] },
  { matcher: "/desk/shorts/:id", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/desk/shorts/:id/apply", methods: ["POST"], middlewares: [validBody(applyBody)] },
  { matcher: "/desk/shorts/:id/preview", methods: ["POST"], middlewares: [validBody(previewBody)] },
  { matcher: "/desk/pools/:id/short-policy", methods: ["GET"], middlewares: [validQuery(shortPolicyQuery)] },
  { matcher: "/desk/pools/:id/short-policy", methods: ["POST"], middlewares: [validBody(shortPolicyBody)] },
  ...["drop", "undo", "restock"].map((act): MiddlewareRoute => ({
    matcher: `/desk/shorts/:id/${act}`,
    methods: ["POST"],
    middlewares: [validBody(noBody)],
  })),
];
