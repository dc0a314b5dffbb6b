import type { MiddlewareRoute } from "@medusajs/framework/http";
import { takes as post, validBody, validQuery } from "../../validated";
import { noQuery } from "../validators";
import {
  accountBody,
  actsQuery,
  agreedBody,
  cardSheetBody,
  changeBody,
  consentBody,
  delegateBody,
  IMPORT_BODY,
  importBody,
  personBody,
  registerBody,
} from "./validators";

/** Who may come in is decided for all of /desk; here only what they may send. */
export const registerMiddlewares: MiddlewareRoute[] = [
  post("/desk/households", registerBody),
  { matcher: "/desk/households/:id", methods: ["GET"], middlewares: [validQuery(actsQuery)] },
  post("/desk/households/:id", changeBody),
  post("/desk/households/:id/consents", consentBody),
  post("/desk/households/:id/people", personBody),
  post("/desk/households/:id/people/:person_id/remove", agreedBody),
  post("/desk/households/:id/delegates", delegateBody),
  post("/desk/households/:id/delegates/:delegate_id/end", agreedBody),
  post("/desk/households/:id/pin", agreedBody),
  post("/desk/households/:id/account", accountBody),
  post("/desk/households/:id/account/call-off", agreedBody),
  post("/desk/households/:id/acting-for", agreedBody),
  {
    matcher: "/desk/household-imports",
    methods: ["POST"],
    bodyParser: { sizeLimit: IMPORT_BODY },
    middlewares: [validBody(importBody)],
  },
  post("/desk/household-imports/:id/write", agreedBody),
  { matcher: "/desk/household-export", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/desk/card-sheets", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  post("/desk/card-sheets", cardSheetBody),
];
