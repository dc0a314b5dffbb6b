import type { MiddlewareRoute } from "@medusajs/framework/http";
import { validBody, validQuery } from "../../validated";
import { NoInput } from "../settlement-periods/validators";
import { noQuery } from "../validators";
import { closeItemBody, listQuery, nameQuery, payingAccountBody, sheetBody } from "./validators";

/** What the bank answers, what of it is open, and the sheet it takes. */
export const bankMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk/bank-answers", methods: ["GET"], middlewares: [validQuery(listQuery)] },
  // The body is the file as it is; its bytes are counted while it is read.
  { matcher: "/desk/bank-answers", methods: ["POST"], bodyParser: false, middlewares: [validQuery(nameQuery)] },
  { matcher: "/desk/bank-answers/:id", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/desk/bank-open-items", methods: ["GET"], middlewares: [validQuery(listQuery)] },
  { matcher: "/desk/bank-open-items/:id/close", methods: ["POST"], middlewares: [validBody(closeItemBody)] },
  { matcher: "/desk/bank-open-items/:id/take", methods: ["POST"], middlewares: [validBody(NoInput)] },
  { matcher: "/desk/bank-sheet", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/desk/paying-account", methods: ["POST"], middlewares: [validBody(payingAccountBody)] },
  { matcher: "/desk/bank-sheet", methods: ["POST"], middlewares: [validBody(sheetBody)] },
];
