import type { MiddlewareRoute } from "@medusajs/framework/http";
import { validBody } from "../../validated";
import { answerBody } from "./validators";

export const shortQuestionMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/short-questions/:token", methods: ["POST"], middlewares: [validBody(answerBody)] },
];
