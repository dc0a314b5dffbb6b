import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { actsQuery, agreedBody, consentBody, delegateBody, personBody } from "../desk/households/validators";
import { householdsQuery, noQuery } from "../desk/validators";
import { takes as post, validBody, validQuery } from "../validated";
import { draftBody, seenBody } from "../desk/villages/validators";
import { officeChangeBody, officeRegisterBody } from "./validators";

/** Every route below /office is for the secretary of a village; which rows they see is decided in `scope.ts`. */
export const officeMiddlewares: MiddlewareRoute[] = [
  { matcher: "/office", middlewares: [authenticate("secretary", ["bearer", "session"])] },
  { matcher: "/office/me", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/office/households", methods: ["GET"], middlewares: [validQuery(householdsQuery)] },
  { matcher: "/office/village/page", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/office/village/preview", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  post("/office/village/draft", draftBody),
  post("/office/village/draft/discard", seenBody),
  post("/office/village/publish", seenBody),
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
