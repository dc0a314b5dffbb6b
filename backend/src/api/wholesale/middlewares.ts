import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
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

/** Below these everything is for who acts for a company; which rows they see is decided in `scope.ts`. The rest is the way in. */
const OF_MEMBERS = [
  "me",
  "company",
  "members",
  "invites",
  "addresses",
  "quotes",
  "agreements",
  "joint-agreements",
  "season-shares",
  "quick",
  "order-lists",
  "proformas",
  "joint-quotes",
  "spreads",
  "addressee-sheets",
  "samples",
  "account",
  "orders",
  "invoices",
];

export const companyMiddlewares: MiddlewareRoute[] = [
  ...OF_MEMBERS.map((part): MiddlewareRoute => ({
    matcher: `/wholesale/${part}`,
    middlewares: [authenticate("wholesale_member", ["bearer", "session"])],
  })),
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
