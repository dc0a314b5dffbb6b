import type { MiddlewareRoute } from "@medusajs/framework/http";
import { validBody, validQuery } from "../../validated";
import { noBody } from "../shorts/validators";
import { affectedQuery, endBody, recallBody, recallsQuery } from "./validators";

export const recallMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk/recalls", methods: ["GET"], middlewares: [validQuery(recallsQuery)] },
  { matcher: "/desk/recalls", methods: ["POST"], middlewares: [validBody(recallBody)] },
  { matcher: "/desk/recalls/:id", methods: ["GET"], middlewares: [validQuery(affectedQuery)] },
  { matcher: "/desk/recalls/:id/notify", methods: ["POST"], middlewares: [validBody(noBody)] },
  { matcher: "/desk/recalls/:id/take-out", methods: ["POST"], middlewares: [validBody(noBody)] },
  { matcher: "/desk/recalls/:id/end", methods: ["POST"], middlewares: [validBody(endBody)] },
];
