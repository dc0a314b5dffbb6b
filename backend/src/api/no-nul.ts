import type { MedusaNextFunction, MedusaRequest, MedusaResponse, MiddlewareRoute } from "@medusajs/framework/http";
import { refuseWith } from "../lib/refusal";

/** Everything a person or a program may ask of us. */
const EVERYWHERE = [
  "/store",
  "/desk",
  "/household",
  "/office",
  "/wholesale",
  "/agent",
  "/admin",
  "/auth",
  "/hooks",
  "/invites",
];
const NUL = "\u0000";

/** Postgres keeps no NUL in a text, and nobody means one: refused at the door, where it is the caller's fault and not a 500. */
function refuseNul(req: MedusaRequest, _res: MedusaResponse, next: MedusaNextFunction): void {
  if (/%00/.test(req.originalUrl) || holdsNul(req.body)) {
    refuseWith("invalid_text", "A text holds a character that can't be stored. Nothing was changed.");
  }
  next();
}

function holdsNul(value: unknown): boolean {
  if (typeof value === "string") return value.includes(NUL);
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return false;
  if (Array.isArray(value)) return value.some(holdsNul);
  return Object.entries(value).some(([key, inner]) => key.includes(NUL) || holdsNul(inner));
}

export const noNulMiddlewares: MiddlewareRoute[] = EVERYWHERE.map((matcher) => ({
  matcher,
  middlewares: [refuseNul],
}));
