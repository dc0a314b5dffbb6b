import { createHash } from "node:crypto";
import { ok, type Result } from "@commonlot/domain";
import { readCamt053 } from "./camt053";
import { readStatementSheet } from "../transfers/read-sheet";
import { canRead, Unreadable, type AnswerRefusal } from "./fault";
import type { ReadFile } from "./lines";
import { readPain002 } from "./pain002";
import { readSheet } from "./sheet";

/**
 * Reads what a bank sent: a status report (pain.002.001, from 03 on), a statement (camt.053.001, from 02 on) or a sheet
 * with a head line. What it is is seen from its bytes, not from its name. Refuses, with the line: a file that ends too early or is
 * not well formed, a document type with entities of its own, other messages, amounts that are none, and too many lines.
 */
export function readAnswerFile(bytes: Buffer): Result<ReadFile & { sha256: string }, AnswerRefusal> {
  try {
    const text = decoded(bytes);
    const read = text.trimStart().startsWith("<") ? readXmlMessage(text) : readAnswerSheet(text);
    return ok({ ...read, sha256: createHash("sha256").update(bytes).digest("hex") });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ok: false, refusal: error.refusal };
  }
}

/** No day is too late to tell what a file is. */
const LAST_DAY = "9999-12-31";

/** A sheet of an account has no column that says how a payout went: where it belongs is said instead. */
function readAnswerSheet(text: string): ReadFile {
  try {
    return readSheet(text);
  } catch (error) {
    const lacking = error instanceof Unreadable && error.why === "missing";
    if (lacking && canRead(() => readStatementSheet(text, LAST_DAY))) throw new Unreadable("incoming");
    throw error;
  }
}

function readXmlMessage(text: string): ReadFile {
  const message =
    /urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.\d{3}\.\d{3}\.\d{2})/.exec(text.slice(0, 5_000))?.[1] ?? "";
  if (/^pain\.002\.001\.(0[3-9]|1\d)$/.test(message)) return readPain002(text, message);
  if (/^camt\.053\.001\.(0[2-9]|1\d)$/.test(message)) return readCamt053(text, message);
  throw new Unreadable("other_message", null, message === "" ? "no ISO 20022 message" : `a ${message}`);
}

/** UTF-8, or what Chinese banks write. A file that is no text is refused by its first bytes. */
export function decoded(bytes: Buffer): string {
  if (bytes.length === 0) throw new Unreadable("empty");
  if (bytes.includes(0)) throw new Unreadable("not_text");
  const declared = /^<\?xml[^>]*\bencoding=["']([A-Za-z0-9-]{1,20})["']/.exec(
    bytes.subarray(0, 200).toString("latin1"),
  )?.[1];
  if (declared !== undefined && !/^(utf-8|gbk|gb2312|gb18030|us-ascii)$/i.test(declared)) {
    throw new Unreadable("encoding", 1, declared);
  }
  const utf8 = declared === undefined || /^(utf-8|us-ascii)$/i.test(declared);
  try {
    return new TextDecoder(utf8 ? "utf-8" : "gb18030", { fatal: true }).decode(bytes);
  } catch {
    if (declared !== undefined) throw new Unreadable("encoding", null, declared);
  }
  try {
    return new TextDecoder("gb18030", { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable("encoding", null, "UTF-8, GB18030");
  }
}
