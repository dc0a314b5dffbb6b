/** A whole PDF of one empty page, with these objects beside it, written as they stand. */
export function pdfOf({ title = "paper", objects = [] as readonly string[], trailer = "" } = {}): Buffer {
  const all = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    `<< /Title (${title}) >>`,
    ...objects,
  ];
  let text = "%PDF-1.7\n";
  const places = all.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const index = text.length;
  text += `xref\n0 ${all.length + 1}\n0000000000 65535 f \n`;
  text += places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  text += `trailer\n<< /Size ${all.length + 1} /Root 1 0 R /Info 4 0 R ${trailer}>>\nstartxref\n${index}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}
