import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { noQuery } from "../../desk/validators";
import { limitAsking, limitGuessing } from "../../sign-in-limit";
import { reads, takes } from "../../validated";
import { onlyDialled } from "./dialled";
import { forgetDeadSessions, onlyLiveSessions, onlyProven, onlyUnderOwnAddress } from "./session";
import { packsBody } from "../preorders/validators";
import { goodsBody } from "../season/validators";
import { claimOrderBody, codeBody, erasureBody, nothing, ownOrdersQuery, proofBody } from "./validators";

const signedIn = authenticate("customer", ["bearer", "session"]);
const signingUp = authenticate("customer", ["bearer", "session"], { allowUnregistered: true });
const maybeSignedIn = authenticate("customer", ["bearer", "session"], { allowUnauthenticated: true });

/** Medusa's own routes of a customer, and ours. */
export const accountMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/customers", methods: ["POST"], middlewares: [signingUp, onlyUnderOwnAddress] },
  { matcher: "/store/customers/me*", middlewares: [signedIn, onlyLiveSessions] },
  { matcher: "/store/customers/me/addresses", methods: ["POST"], middlewares: [onlyDialled] },
  { matcher: "/store/customers/me/addresses/:address_id", methods: ["POST"], middlewares: [onlyDialled] },
  ...["/store/orders*", "/store/carts*", "/store/wholesale*"].map((matcher): MiddlewareRoute => ({
    matcher,
    middlewares: [maybeSignedIn, forgetDeadSessions],
  })),
  { matcher: "/store/orders", methods: ["GET"], middlewares: [signedIn, onlyProven] },
  { matcher: "/store/orders/:id/transfer/request", methods: ["POST"], middlewares: [signedIn, onlyProven] },
  { matcher: "/store/account/codes", methods: ["POST"], middlewares: [limitAsking] },
  { matcher: "/store/account/proofs", methods: ["POST"], middlewares: [limitGuessing] },
  takes("/store/account/codes", codeBody),
  takes("/store/account/proofs", proofBody),
  // Without its methods a matcher is one for everything below it, and codes are asked for by nobody who is signed in.
  ...["", "/orders", "/export", "/seasons", "/preorders"].map((end) => mine("GET", end)),
  ...["/orders", "/erasure", "/sign-out", "/seasons", "/seasons/:id/stop", "/preorders"].map((end) =>
    mine("POST", end),
  ),
  proven("GET", "/orders"),
  proven("POST", "/orders"),
  proven("GET", "/export"),
  proven("POST", "/erasure"),
  proven("GET", "/seasons"),
  proven("POST", "/seasons"),
  proven("POST", "/seasons/:id/stop"),
  proven("GET", "/preorders"),
  proven("POST", "/preorders"),
  reads("/store/account", noQuery),
  reads("/store/account/orders", ownOrdersQuery),
  reads("/store/account/export", noQuery),
  takes("/store/account/orders", claimOrderBody),
  takes("/store/account/erasure", erasureBody),
  takes("/store/account/sign-out", nothing),
  reads("/store/account/seasons", noQuery),
  takes("/store/account/seasons", goodsBody),
  takes("/store/account/seasons/:id/stop", nothing),
  reads("/store/account/preorders", noQuery),
  takes("/store/account/preorders", packsBody),
];

function mine(method: "GET" | "POST", end: string): MiddlewareRoute {
  return { matcher: `/store/account${end}`, methods: [method], middlewares: [signedIn, onlyLiveSessions] };
}

function proven(method: "GET" | "POST", end: string): MiddlewareRoute {
  return { matcher: `/store/account${end}`, methods: [method], middlewares: [onlyProven] };
}
