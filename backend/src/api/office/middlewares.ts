import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { actsQuery, agreedBody, consentBody, delegateBody, personBody } from "../desk/households/validators";
import { householdsQuery, noQuery } from "../desk/validators";
import { takes as post, validBody, validQuery } from "../validated";
import { officeChangeBody, officeRegisterBody } from "./validators";

/** Every route below /office is for the secretary of a village; which rows they see is decided in `scope.ts`. */
export const officeMiddlewares: MiddlewareRoute[] = [
  { matcher: "/office", middlewares: [authenticate("secretary", ["bearer", "session"])] },
  { matcher: "/office/me", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/office/households", methods: ["GET"], middlewares: [validQuery(householdsQuery)] },
  post("/office/households", officeRegisterBody),
  { matcher: "/office/households/:id", methods: ["GET"], middlewares: [validQuery(actsQuery)] },
  post("/office/households/:id", officeChangeBody),
  post("/office/households/:id/people", personBody),
  post("/office/households/:id/people/:person_id/remove", agreedBody),
  post("/office/households/:id/delegates", delegateBody),
  post("/office/households/:id/delegates/:delegate_id/end", agreedBody),
  post("/office/households/:id/pin", agreedBody),
  { matcher: "/office/households/:id/acting-for", methods: ["POST"], middlewares: [validBody(agreedBody)] },
  { matcher: "/office/households/:id/consents", methods: ["POST"], middlewares: [validBody(consentBody)] },
];
