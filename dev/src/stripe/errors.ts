import type { Answer } from "./types.js";

export type ErrorBody = {
  type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  charge?: string;
  doc_url?: string;
  payment_intent?: object;
  payment_method?: object;
};

/**
 * A refusal that undoes whatever the handler wrote. `remembered`: Stripe stores the refusal under the
 * idempotency key (the endpoint had begun to work), so that a retry with the same key gets it again.
 */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    readonly remembered: boolean,
  ) {
    super(body.message);
  }
}

/** The parameters themselves are wrong: nothing began, nothing is stored under the key. */
export const invalid = (message: string, param?: string, code?: string): ApiError =>
  new ApiError(400, { type: "invalid_request_error", message, ...(param && { param }), ...(code && { code }) }, false);

/** The parameters are fine but the state refuses: stored under the key, as at Stripe. */
export const refused = (message: string, extra: Partial<ErrorBody> = {}): ApiError =>
  new ApiError(400, { type: "invalid_request_error", message, ...extra }, true);

export const missing = (param: string): ApiError =>
  invalid(`Missing required param: ${param}.`, param, "parameter_missing");

export const notFound = (what: string, id: string, param = "id"): ApiError =>
  new ApiError(
    404,
    { type: "invalid_request_error", code: "resource_missing", message: `No such ${what}: '${id}'`, param },
    false,
  );

export const unauthorized = (message: string, code?: string): ApiError =>
  new ApiError(401, { type: "invalid_request_error", message, ...(code && { code }) }, false);

export const accountInvalid = (account: string): ApiError =>
  new ApiError(
    403,
    {
      type: "invalid_request_error",
      code: "account_invalid",
      message: `The provided key does not have access to account '${account}' (or that account does not exist).`,
    },
    false,
  );

export const lockTimeout = (): ApiError =>
  new ApiError(
    429,
    {
      type: "invalid_request_error",
      code: "lock_timeout",
      message:
        "This object cannot be accessed right now because another API request or Stripe process is currently accessing it.",
    },
    false,
  );

export const keyInUse = (key: string): ApiError =>
  new ApiError(
    409,
    {
      type: "idempotency_error",
      code: "idempotency_key_in_use",
      message: `There is currently another in-progress request using this idempotent key: ${key}. Please try again later.`,
    },
    false,
  );

export const keyReused = (key: string): ApiError =>
  new ApiError(
    400,
    {
      type: "idempotency_error",
      message:
        "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
        `Try using a key other than '${key}' if you meant to execute a different request.`,
    },
    false,
  );

export const internal = (message = "An unknown error occurred (stand-in)."): ApiError =>
  new ApiError(500, { type: "api_error", message }, false);

export const answerOf = (error: ApiError): Answer => ({ status: error.status, body: { error: error.body } });

/** A refusal whose effects stay (a declined card leaves a failed charge behind). */
export const errorAnswer = (status: number, error: ErrorBody): Answer => ({ status, body: { error } });
