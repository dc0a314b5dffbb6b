import type { MiddlewareRoute } from "@medusajs/framework/http";
import { takes as post, validQuery } from "../../validated";
import { collectionBody, removeBody } from "../collection-times/validators";
import { noQuery } from "../validators";
import { emptyBody, inviteBody, joinBody, roleBody, teamQuery } from "./validators";

/** The team of a cooperative, for its managers; and the door for whoever was invited. */
export const teamMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk/team", methods: ["GET"], middlewares: [validQuery(teamQuery)] },
  post("/desk/team/invites", inviteBody),
  post("/desk/team/invites/:id/withdraw", emptyBody),
  post("/desk/team/members/:id", roleBody),
  post("/desk/team/members/:id/end", emptyBody),
  { matcher: "/desk/collection-times", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  post("/desk/collection-times", collectionBody),
  post("/desk/collection-times/:id/remove", removeBody),
  { matcher: "/invites/:token", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  post("/invites/:token", joinBody),
];
