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
    const body = bodyOf(error);
    const status = body && STATUS[body.type];
    if (!body || !status) {
      medusas(error, req, res, next);
      return;
    }
    res.status(status).json(body);
  };
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
