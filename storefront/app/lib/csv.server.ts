/** A table as a download for spreadsheets: UTF-8 with its mark, quoted, and nothing that would run as a formula. */
export function csv(name: string, table: readonly (readonly string[])[]): Response {
  const text = `\uFEFF${table.map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
  return new Response(text, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}.csv"`,
      "Cache-Control": "private, no-store",
    },
  });
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
