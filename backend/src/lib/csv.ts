/** A table as CSV for spreadsheets: the byte order mark lets Excel read Chinese. */
export function csvOf(table: readonly (readonly string[])[]): string {
  return `\uFEFF${table.map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** Quoted; a text that a spreadsheet would run as a formula gets an apostrophe before it. A number below zero is none. */
export function csvCell(text: string): string {
  const formula = /^[=+\-@\t\r]/.test(text) && !/^-\d+(\.\d+)?$/.test(text);
  const safe = formula ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
