import { expect, test } from "vitest";
import { beginsLikePdf, checkPdf } from "./keep-paper";

const pdf = (body: string, end = "%%EOF\n") => Buffer.from(`%PDF-1.7\n${body}\n${end}`, "latin1");

test("a PDF is known by its first bytes", () => {
  expect(beginsLikePdf(pdf(""))).toBe(true);
  expect(beginsLikePdf(Buffer.from("<html>%PDF-1.7"))).toBe(false);
  expect(beginsLikePdf(Buffer.alloc(0))).toBe(false);
});

test("one that is whole is kept; one cut off, locked or with programs in it is refused", () => {
  expect(checkPdf(pdf("1 0 obj << /Type /Catalog >> endobj")).ok).toBe(true);
  for (const bad of [
    pdf("1 0 obj", ""),
    pdf("trailer << /Encrypt 5 0 R >>"),
    pdf("<< /S /JavaScript /JS (app.alert(1)) >>"),
    pdf("<< /S /Launch >>"),
    pdf("<< /Type /EmbeddedFile >>"),
  ])
    expect(checkPdf(bad)).toMatchObject({ ok: false, refusal: { reason: "not_a_paper", field: "photo" } });
});
