import { SaxesParser } from "saxes";
import { Unreadable } from "./fault";

/** Deeper than any ISO 20022 message. */
const MAX_DEPTH = 60;
/** Elements kept at once: what stands round the records of a message, and one record. More is no message but an attack. */
const MAX_KEPT = 50_000;
/** Longer than any text of an ISO 20022 message. */
const MAX_TEXT = 20_000;

/** An element as far as it has been read: its own text, what stands in it, and its line in the file. */
export interface Element {
  readonly name: string;
  readonly line: number;
  /** The currency of an amount; of attributes no other is of use. */
  readonly currency: string;
  text: string;
  readonly children: Element[];
}

/**
 * Reads a message element by element and hands each that is named in `records` to `onRecord` with those around it, outermost
 * first; then it is let go, so that a statement of 100,000 payments needs no more memory than one. Comments and processing
 * instructions are left out. Entities other than XML's own five do not exist, and a document type is refused: nothing
 * in the file can grow or fetch anything.
 */
export function readElements(
  text: string,
  namespace: string,
  records: ReadonlySet<string>,
  onRecord: (record: Element, around: readonly Element[]) => void,
): Element {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Element[] = [];
  /** How many elements were kept when each open one began. */
  const before: number[] = [];
  let kept = 0;
  let root: Element | undefined;
  parser.on("error", (error) => {
    throw faultOf(error.message, open, parser.line);
  });
  parser.on("doctype", () => {
    throw new Unreadable("doctype", parser.line);
  });
  parser.on("opentag", (tag) => {
    if (open.length >= MAX_DEPTH || kept >= MAX_KEPT) throw new Unreadable("too_deep", parser.line);
    if (tag.uri !== namespace) throw new Unreadable("foreign", parser.line, tag.name);
    const element: Element = {
      name: tag.local,
      line: parser.line,
      currency: tag.attributes.Ccy?.value ?? "",
      text: "",
      children: [],
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
    before.push(kept);
    kept += 1;
  });
  parser.on("text", (said) => {
    const element = open.at(-1);
    if (!element) return;
    if (element.text.length + said.length > MAX_TEXT) throw new Unreadable("too_deep", parser.line);
    element.text += said;
  });
  parser.on("cdata", (said) => {
    const element = open.at(-1);
    if (!element) return;
    if (element.text.length + said.length > MAX_TEXT) throw new Unreadable("too_deep", parser.line);
    element.text += said;
  });
  parser.on("closetag", () => {
    const element = open.pop();
    const start = before.pop() ?? 0;
    if (!element || !records.has(element.name)) return;
    onRecord(element, open);
    open.at(-1)?.children.pop();
    kept = start;
  });
  parser.write(text).close();
  if (!root) throw new Unreadable("empty");
  return root;
}

/** The parser's sentence without its own position; a file that ends in the middle says so. */
function faultOf(message: string, open: readonly Element[], line: number): Unreadable {
  const said = message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
  const inside = open.at(-1);
  if (/unclosed tag|unexpected end/.test(said) && inside) return new Unreadable("cut", line, inside.name);
  return new Unreadable("malformed", line, said);
}

/** The first element along a path of names, or undefined. */
export function find(from: Element | undefined, ...path: readonly string[]): Element | undefined {
  return path.reduce<Element | undefined>((at, name) => at?.children.find((child) => child.name === name), from);
}

/** Its text, or null when it is not there or empty. */
export function textAt(from: Element | undefined, ...path: readonly string[]): string | null {
  const said = find(from, ...path)?.text.trim() ?? "";
  return said === "" ? null : said;
}
