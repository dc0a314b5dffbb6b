import type { MiddlewareRoute } from "@medusajs/framework/http";
import { limitGuessing } from "../../sign-in-limit";
import { reads, takes } from "../../validated";
import { nothing } from "../validators";
import { proofFileQuery } from "./validators";

/** Proofs of benefit: for both sides of a quote, for an order's buyer, and for whoever holds one. */
export const proofMiddlewares: MiddlewareRoute[] = [
  ...["/wholesale/quotes", "/desk/quotes", "/store/orders"].flatMap((at) => [
    reads(`${at}/:id/proofs`, nothing),
    takes(`${at}/:id/proofs`, nothing),
    reads(`${at}/:id/proofs/:version/file`, proofFileQuery),
  ]),
  // A hash can't be guessed; whoever tries many costs us reads.
  { matcher: "/store/proofs/:hash", methods: ["GET"], middlewares: [limitGuessing] },
  reads("/store/proofs/:hash", nothing),
  reads("/store/proof-keys", nothing),
];
