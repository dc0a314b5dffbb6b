import {
  authenticate,
  type MedusaNextFunction,
  type MedusaRequest,
  type MedusaResponse,
  type MiddlewareRoute,
} from "@medusajs/framework/http";
import { limitAsking, limitGuessing } from "../sign-in-limit";
import { reads, takes, takesPicture, validQuery } from "../validated";
import {
  addressBody,
  againBody,
  companyCodeBody,
  inviteBody,
  joinBody,
  leaveBody,
  memberBody,
  nothing,
  paperQuery,
  passwordBody,
  registrationBody,
} from "./validators";

/** How somebody comes in who is no member yet, or has forgotten the password: below `/wholesale` nothing else is for everybody. */
const WAYS_IN = /^\/(?:choices|codes|registrations|passwords|joins)(?:\/|$)/i;

const asMember = authenticate("wholesale_member", ["bearer", "session"]);

/** Lets members pass, and everybody on a way in; which rows a member sees is decided in `scope.ts`. A new room is closed by itself. */
function membersOnly(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): unknown {
  // Mounted at `/wholesale`: the path is what stands behind it.
  return WAYS_IN.test(req.path) ? next() : asMember(req, res, next);
}

export const companyMiddlewares: MiddlewareRoute[] = [
  { matcher: "/wholesale", middlewares: [membersOnly] },
  { matcher: "/wholesale/codes", methods: ["POST"], middlewares: [limitAsking] },
  ...["registrations", "passwords"].map((part): MiddlewareRoute => ({
    matcher: `/wholesale/${part}`,
    methods: ["POST"],
    middlewares: [limitGuessing],
  })),
  reads("/wholesale/choices", nothing),
  takes("/wholesale/codes", companyCodeBody),
  takes("/wholesale/registrations", registrationBody),
  takes("/wholesale/passwords", passwordBody),
  reads("/wholesale/joins/:token", nothing),
  takes("/wholesale/joins/:token", joinBody),
  reads("/wholesale/me", nothing),
  takes("/wholesale/me/leave", leaveBody),
  reads("/wholesale/company", nothing),
  takes("/wholesale/company/again", againBody),
  { ...takesPicture("/wholesale/company/documents"), middlewares: [validQuery(paperQuery)] },
  reads("/wholesale/company/documents/:id", nothing),
  takes("/wholesale/company/documents/:id/remove", nothing),
  reads("/wholesale/members", nothing),
  takes("/wholesale/members/:id", memberBody),
  takes("/wholesale/members/:id/end", leaveBody),
  takes("/wholesale/invites", inviteBody),
  takes("/wholesale/invites/:id/withdraw", nothing),
  reads("/wholesale/addresses", nothing),
  takes("/wholesale/addresses", addressBody),
  takes("/wholesale/addresses/:id", addressBody),
  takes("/wholesale/addresses/:id/remove", nothing),
];
