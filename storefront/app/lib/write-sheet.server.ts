import Papa from "papaparse";
import writeXlsxFile from "write-excel-file/node";

/** What a spreadsheet would run; a number below zero is none. */
const FORMULA = /^(?!-\d+(\.\d+)?$)[=+\-@\t\r]/;

/** A table as a CSV download. The mark at the front lets spreadsheets read Chinese; what would run as a formula is text, and a number stays one. */
export function csvFile(name: string, table: readonly (readonly string[])[]): Response {
  const text = Papa.unparse(table as string[][], { escapeFormulae: FORMULA, newline: "\r\n", quotes: true });
  return download(`\uFEFF${text}\r\n`, `${name}.csv`, "text/csv; charset=utf-8");
}

/** A table as an Excel download: every cell is text, so that nothing in it can run and no number loses its zeros. */
export async function xlsxFile(name: string, table: readonly (readonly string[])[]): Promise<Response> {
  const cells = table.map((row, index) =>
    row.map((value) => ({ value, type: String, ...(index === 0 ? { fontWeight: "bold" as const } : {}) })),
  );
  const bytes = await writeXlsxFile(cells).toBuffer();
  return download(
    new Uint8Array(bytes),
    `${name}.xlsx`,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  );
}

function download(body: string | Uint8Array<ArrayBuffer>, name: string, type: string): Response {
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "private, no-store",
    },
  });
}
