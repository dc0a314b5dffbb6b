import type { NextFunction, Request, Response } from "express";

/**
 * Whether a writing request comes from one of our own pages. Browsers send Origin with every form and fetch that
 * writes; the cookies are SameSite=Lax, and this is the second wall.
 */
export function isOwnOrigin(headers: { origin?: string | undefined; host?: string | undefined }): boolean {
  if (headers.origin === undefined || headers.host === undefined) return false;
  try {
    return new URL(headers.origin).host === headers.host;
  } catch {
    return false; // "null", as sent by sandboxed frames
  }
}

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/** 403 for a write that another site started. */
export function sameSiteOnly(req: Request, res: Response, next: NextFunction): void {
  if (READING.has(req.method) || isOwnOrigin(req.headers)) return next();
  res.status(403).type("text/plain").send("This form was sent from another site. Nothing was changed.\n");
}

/** Longest form we read; a pasted list of 10,000 addressees has about 1.2 MB. */
const MAX_FORM_BYTES = 100_000;
const MAX_LIST_BYTES = 2_000_000;
/** A photo of 8 MB with the form round it. */
const MAX_PHOTO_FORM_BYTES = 8_600_000;
/** A scale's file of 100,000 lines. */
const MAX_SCALE_FILE_BYTES = 17_000_000;

const LIMITS: readonly (readonly [RegExp, number])[] = [
  [/^\/(zh|en)\/wholesale(\.data)?$/, MAX_LIST_BYTES],
  [/^\/(zh|en)\/desk\/weigh-in(\/photo)?$/, MAX_PHOTO_FORM_BYTES],
  [/^\/(zh|en)\/desk\/scale-file$/, MAX_SCALE_FILE_BYTES],
];

/** 413 for a body over the limit, 411 for one that does not say how long it is. */
export function bodyLimit(req: Request, res: Response, next: NextFunction): void {
  if (READING.has(req.method)) return next();
  const limit = LIMITS.find(([path]) => path.test(req.path))?.[1] ?? MAX_FORM_BYTES;
  const length = req.headers["content-length"];
  if (length === undefined) {
    res.status(411).type("text/plain").send("The request does not say how long it is.\n");
  } else if (Number(length) > limit) {
    res.status(413).type("text/plain").send(`The form is larger than ${limit} bytes. Nothing was changed.\n`);
  } else {
    next();
  }
}
