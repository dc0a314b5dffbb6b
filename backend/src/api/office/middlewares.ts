import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { actsQuery, agreedBody, consentBody } from "../desk/households/validators";
import { householdsQuery, noQuery } from "../desk/validators";
import { validBody, validQuery } from "../validated";

/** Every route below /office is for the secretary of a village; which rows they see is decided in `scope.ts`. */
export const officeMiddlewares: MiddlewareRoute[] = [
  { matcher: "/office", middlewares: [authenticate("secretary", ["bearer", "session"])] },
  { matcher: "/office/me", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/office/households", methods: ["GET"], middlewares: [validQuery(householdsQuery)] },
  { matcher: "/office/households/:id", methods: ["GET"], middlewares: [validQuery(actsQuery)] },
  { matcher: "/office/households/:id/acting-for", methods: ["POST"], middlewares: [validBody(agreedBody)] },
  { matcher: "/office/households/:id/consents", methods: ["POST"], middlewares: [validBody(consentBody)] },
];
