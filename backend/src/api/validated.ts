import type { MedusaNextFunction, MedusaRequest, MedusaResponse, MiddlewareRoute } from "@medusajs/framework/http";
import { parseInput } from "@commonlot/domain";
import type { z } from "zod";
import { valueOf } from "../lib/refusal";

type Middleware = (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => void;

/** Parses the body by a strict schema into `req.validatedBody`; refuses 400 with code, sentence and field. */
export function validBody(schema: z.ZodType): Middleware {
  return (req, _res, next) => {
    req.validatedBody = valueOf(parseInput(schema, req.body ?? {}));
    next();
  };
}

/** As `validBody`, for the query string into `req.validatedQuery`. */
export function validQuery(schema: z.ZodType): Middleware {
  return (req, _res, next) => {
    req.validatedQuery = valueOf(parseInput(schema, req.query)) as Record<string, unknown>;
    next();
  };
}

/** A route that only reads: what its address may ask. */
export function reads(matcher: string, query: z.ZodType): MiddlewareRoute {
  return { matcher, methods: ["GET"], middlewares: [validQuery(query)] };
}

/** A route that takes something: what its body may hold. */
export function takes(matcher: string, body: z.ZodType): MiddlewareRoute {
  return { matcher, methods: ["POST"], middlewares: [validBody(body)] };
}

/** A route whose body is the picture itself, read by the route up to its limit. */
export function takesPicture(matcher: string): MiddlewareRoute {
  return { matcher, methods: ["POST"], bodyParser: false };
}
