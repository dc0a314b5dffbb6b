import { MedusaError } from "@medusajs/framework/utils";

/** The caller asks for what may not be: 400 with a code and a sentence, nothing written. */
export function notAllowed(code: string, message: string): MedusaError {
  return new MedusaError(MedusaError.Types.NOT_ALLOWED, message, code);
}

/** Not there, or not theirs: 404, the same answer for both. */
export function notFound(thing: string): MedusaError {
  return new MedusaError(MedusaError.Types.NOT_FOUND, `There is no such ${thing}.`, "not_found");
}
