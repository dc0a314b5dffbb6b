import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { validBody } from "../../validated";
import { ADDRESSEES_BODY, addresseeListBody } from "./addressee-lists/validators";

/** A guest may send a list; a signed-in customer's list is that customer's own. */
export const wholesaleMiddlewares: MiddlewareRoute[] = [
  {
    matcher: "/store/wholesale/addressee-lists*",
    middlewares: [authenticate("customer", ["bearer", "session"], { allowUnauthenticated: true })],
  },
  {
    matcher: "/store/wholesale/addressee-lists",
    methods: ["POST"],
    bodyParser: { sizeLimit: ADDRESSEES_BODY },
    middlewares: [validBody(addresseeListBody)],
  },
];
