import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { noQuery } from "../desk/validators";
import { actsQuery } from "../desk/households/validators";
import { validBody, validQuery } from "../validated";
import { objectBody } from "./lots/validators";
import { connectLinkBody, endBody, ownAccountBody, ownConsentBody, useConnectBody } from "./validators";

/** Every route below /household is for one household: its own rows, decided in `scope.ts`. */
export const householdMiddlewares: MiddlewareRoute[] = [
  { matcher: "/household", middlewares: [authenticate("household", ["bearer", "session"])] },
  { matcher: "/household/homes", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/household/me", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/household/account", methods: ["POST"], middlewares: [validBody(ownAccountBody)] },
  { matcher: "/household/account/code", methods: ["POST"], middlewares: [validBody(endBody)] },
  { matcher: "/household/account/call-off", methods: ["POST"], middlewares: [validBody(endBody)] },
  { matcher: "/household/connect", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/household/connect/link", methods: ["POST"], middlewares: [validBody(connectLinkBody)] },
  { matcher: "/household/connect/check", methods: ["POST"], middlewares: [validBody(endBody)] },
  { matcher: "/household/connect/use", methods: ["POST"], middlewares: [validBody(useConnectBody)] },
  { matcher: "/household/lots", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/household/settings", methods: ["GET"], middlewares: [validQuery(actsQuery)] },
  { matcher: "/household/consents", methods: ["POST"], middlewares: [validBody(ownConsentBody)] },
  { matcher: "/household/delegates/:id/end", methods: ["POST"], middlewares: [validBody(endBody)] },
  { matcher: "/household/hand-in", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/household/lots/:id", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/household/lots/:id/objections", methods: ["POST"], middlewares: [validBody(objectBody)] },
];
