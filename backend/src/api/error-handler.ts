import {
  errorHandler,
  type MedusaNextFunction,
  type MedusaRequest,
  type MedusaResponse,
} from "@medusajs/framework/http";
import { MedusaError } from "@medusajs/framework/utils";
import { signInCodeOf } from "../lib/sign-in-refusals";

/** What a refused caller gets besides the status. */
interface ErrorBody {
  code: string;
  type: string;
  message: string;
  field?: string;
  details?: unknown;
}

const STATUS: Readonly<Record<string, number>> = {
  [MedusaError.Types.NOT_FOUND]: 404,
  [MedusaError.Types.FORBIDDEN]: 403,
  [MedusaError.Types.CONFLICT]: 409,
  [MedusaError.Types.INVALID_DATA]: 400,
  [MedusaError.Types.NOT_ALLOWED]: 400,
  [MedusaError.Types.UNAUTHORIZED]: 401,
};
/** For Medusa's own errors, which come without a code. */
const CODE: Readonly<Record<string, string>> = {
  [MedusaError.Types.NOT_FOUND]: "not_found",
  [MedusaError.Types.INVALID_DATA]: "invalid_input",
};

/**
 * Medusa's error handler, but refusals keep what Medusa drops: the field at fault, the sentence of a 409, and a code
 * where Medusa's own errors have none. Everything unexpected goes to Medusa's handler as it is.
 */
export function ourErrorHandler() {
  const medusas = errorHandler();
  return (error: unknown, req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void => {
    const unreadable = unreadableRequest(error);
    if (unreadable) {
      res.status(unreadable.status).json(unreadable.body);
      return;
    }
    const body = bodyOf(error);
    const status = body && STATUS[body.type];
    if (!body || !status) {
      medusas(error, req, res, next);
      return;
    }
    res.status(status).json(body);
  };
}

interface Unreadable {
  status: 400 | 413;
  body: ErrorBody;
}

/** Requests that say nothing we can read: no JSON, too much, an address that is none. The caller's fault, not ours. */
function unreadableRequest(error: unknown): Unreadable | undefined {
  const { type } = (error ?? {}) as { type?: unknown };
  const unreadable = (status: 400 | 413, reason: string, sentence: string): Unreadable => ({
    status,
    body: { code: reason, type: MedusaError.Types.INVALID_DATA, message: `${sentence} Nothing was changed.` },
  });
  if (type === "entity.parse.failed") return unreadable(400, "malformed_body", "The body is not JSON.");
  if (type === "entity.too.large")
    return unreadable(413, "body_too_large", "The body is larger than this address takes.");
  if (error instanceof URIError)
    return unreadable(400, "malformed_address", "The address holds a % that means nothing.");
  return undefined;
}

function bodyOf(error: unknown): ErrorBody | undefined {
  if (!isRefusal(error)) return undefined;
  const code = error.code ?? signInCodeOf(error.message) ?? CODE[error.type];
  if (!code) return undefined;
  return {
    code,
    type: error.type,
    message: error.message,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.details === undefined ? {} : { details: error.details }),
  };
}

/** By shape, not by class: a workflow engine may hand the error over as a plain copy. */
function isRefusal(
  error: unknown,
): error is { type: string; message: string; code?: string; field?: string; details?: unknown } {
  if (typeof error !== "object" || error === null || !("__isMedusaError" in error)) return false;
  return "type" in error && typeof error.type === "string" && error.type in STATUS;
}
