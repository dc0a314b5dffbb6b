import type { NextFunction, Request, Response } from "express";
import { MOST_FILE_MB } from "../app/features/proof/words";
import { pathOf, preferredPath } from "../app/i18n/locale";
import { MAX_FILE_BYTES } from "../app/lib/sheet.server";
import { tooLargePage } from "../app/lib/too-large.server";

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

/** Mail programs press this button by themselves (RFC 8058): what they may do is in the link's key, and no cookie is looked at. */
const BY_KEY = /^\/(zh|en)\/tell-me\/stop\/[^/]+$/;

/** 403 for a write that another site started. */
export function sameSiteOnly(req: Request, res: Response, next: NextFunction): void {
  if (READING.has(req.method) || isOwnOrigin(req.headers) || BY_KEY.test(req.path)) return next();
  res.status(403).type("text/plain").send("This form was sent from another site. Nothing was changed.\n");
}

/** Longest form we read. */
const MAX_FORM_BYTES = 100_000;
/** A sheet of households, tracking numbers or the shipping tables, with the form round it. */
const MAX_SHEET_FORM_BYTES = MAX_FILE_BYTES + MAX_FORM_BYTES;
/** A signature drawn by hand, as a form writes it. */
const MAX_SIGNED_FORM_BYTES = 1_300_000;
/** A photo of 8 MB with the form round it. */
const MAX_PHOTO_FORM_BYTES = 8_600_000;
/** A photo of 8 MB beside the 10,000 households of a cash batch, each of them ticked. */
const MAX_CASH_FORM_BYTES = 11_000_000;
/** A scale's file of 100,000 lines. */
const MAX_SCALE_FILE_BYTES = 17_000_000;

/** What a bank sends, 32 MB, with the form round it: its answers and its statements. */
const MAX_BANK_FILE_BYTES = 34_000_000;
/** A proof that somebody looks up. */
const MAX_PROOF_FORM_BYTES = MOST_FILE_MB * 1024 * 1024 + MAX_FORM_BYTES;

const LIMITS: readonly (readonly [RegExp, number])[] = [
  // Answers by itself, so that the pasted list stays in the form: features/wholesale/data.server.ts.
  [/^\/(zh|en)\/wholesale$/, Infinity],
  [
    /^\/(zh|en)\/(desk\/(weigh-in(\/photo)?|claims\/[^/]+|shop\/((villages|products)\/[^/]+\/pictures|villages\/[^/]+\/certificates))|orders\/[^/]+|wholesale\/company)$/,
    MAX_PHOTO_FORM_BYTES,
  ],
  [/^\/(zh|en)\/desk\/batches\/[^/]+\/cash$/, MAX_CASH_FORM_BYTES],
  [/^\/(zh|en)\/desk\/scale-file$/, MAX_SCALE_FILE_BYTES],
  [/^\/(zh|en)\/desk\/bank-(answers|statements)$/, MAX_BANK_FILE_BYTES],
  [
    /^\/(zh|en)\/(desk\/(households\/import|tracking-numbers|shipping-sheets)|wholesale\/(quick\/list|addressees(\/[^/]+)?))$/,
    MAX_SHEET_FORM_BYTES,
  ],
  [/^\/(zh|en)\/proof$/, MAX_PROOF_FORM_BYTES],
  [/^\/(zh|en)\/desk\/waves\/[^/]+\/handover$/, MAX_SIGNED_FORM_BYTES],
];

/** The longest body that a page reads, sent by its form or by its script (`.data`). */
export function limitOf(path: string): number {
  const page = path.replace(/\.data$/, "");
  return LIMITS.find(([pattern]) => pattern.test(page))?.[1] ?? MAX_FORM_BYTES;
}

/** 413 and a page in the reader's language for a body over the limit, 411 for one that does not say how long it is. */
export function bodyLimit(req: Request, res: Response, next: NextFunction): void {
  if (READING.has(req.method)) return next();
  const limit = limitOf(req.path);
  const length = req.headers["content-length"];
  if (length === undefined) {
    res.status(411).type("text/plain").send("The request does not say how long it is.\n");
  } else if (Number(length) > limit) {
    const path = pathOf(req.path) ?? preferredPath(req.headers["accept-language"] ?? null);
    res
      .status(413)
      .set("Cache-Control", "no-store")
      .send(tooLargePage(path, limit, req.path.replace(/\.data$/, "")));
  } else {
    next();
  }
}
