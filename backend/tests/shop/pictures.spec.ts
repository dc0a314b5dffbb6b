import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { deflateSync } from "node:zlib";
import knex, { type Knex } from "knex";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pdfOf } from "../../../dev/src/testing/pdf";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { testEnv } from "../../../dev/up/test-env.mjs";
import { keepPaper, papersFolder, sweepPapers } from "../../src/lib/keep-paper";
import { keepPicture, picturesFolder, sweepPictures } from "../../src/lib/keep-picture";
import { readPdf } from "../../src/lib/pdf-file";
import { drawPicture } from "../../src/lib/picture-files";
import type { Pictures } from "../../src/modules/shop/pictures";
import ShopService from "../../src/modules/shop/service";

// Pictures that a cooperative shows: what is taken in, and that rows and files never part.

let database: TestDatabase;
let sql: Knex;
let pictures: Pictures;
let papers: ShopService["papers"];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pictures-"));
  database = await testDatabase();
  Object.assign(process.env, testEnv({ DATABASE_URL: database.url, FILES_DIR: folder }));
  sql = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 10 } });
  ({ pictures, papers } = new ShopService({ __pg_connection__: sql }));
});
afterAll(async () => {
  await sql.destroy();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const drawn = (width: number, height: number, background = "#a06030") =>
  sharp({ create: { width, height, channels: 3, background } });
const WORDS = { alt_zh: "核桃树", alt_en: "A walnut tree" };
const of = (of_id: string, cooperative_id = "coop_x") =>
  ({ cooperative_id, kind: "village", of_id, person: "member_1" }) as const;
const filesOf = async (id: string) =>
  (await readdir(picturesFolder()).catch(() => [])).filter((name) => name.startsWith(id));
const keep = async (of_id: string, background: string, cooperative_id?: string) =>
  keepPicture(Readable.from([await drawn(800, 600, background).png().toBuffer()]), (picture) =>
    pictures.add({ ...of(of_id, cooperative_id), ...WORDS, ...picture }),
  );

describe("what is sent", () => {
  test("is drawn anew in every width and format, the way it was held, without what the phone wrote into it", async () => {
    const source = await drawn(1_200, 1_600)
      .withExif({ IFD0: { Copyright: "canary-name" }, IFD3: { GPSLatitude: "33/1 24/1 0/1" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(source.includes("canary-name")).toBe(true);
    const picture = await drawPicture(source);
    if (!picture.ok) throw new Error(picture.refusal.message);
    expect([picture.value.width, picture.value.height]).toEqual([960, 720]);
    for (const { name, bytes } of picture.value.files) {
      const read = await sharp(bytes).metadata();
      expect([name, read.width, read.exif, read.orientation]).toEqual([
        name,
        Number(name.split(".")[0]),
        undefined,
        undefined,
      ]);
      expect(bytes.includes("canary-name")).toBe(false);
    }
    expect(picture.value.files.map((file) => file.name)).toHaveLength(9);
  });

  test("is refused unless it is a picture by its bytes: markup, another file under a picture's name, half of one", async () => {
    const whole = await drawn(800, 600).jpeg().toBuffer();
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><script>alert(1)</script></svg>`;
    const bad: [string, Buffer][] = [
      ["svg", Buffer.from(svg)],
      ["html", Buffer.from("<html><script>alert(1)</script>")],
      ["gif", await drawn(800, 600).gif().toBuffer()],
      ["nothing", Buffer.alloc(0)],
      ["half", whole.subarray(0, whole.length / 2)],
      ["named only", Buffer.concat([Buffer.from("ffd8ff", "hex"), Buffer.from(svg)])],
    ];
    for (const [name, bytes] of bad) {
      expect(await drawPicture(bytes), name).toMatchObject({ ok: false, refusal: { reason: "not_a_photo" } });
    }
  });

  test("is refused when it would unpack to more than memory is for, before it is unpacked", async () => {
    const started = Date.now();
    expect(await drawPicture(pngBomb(60_000, 60_000))).toMatchObject({ ok: false, refusal: { reason: "not_a_photo" } });
    expect(Date.now() - started).toBeLessThan(2_000);
    expect(await drawPicture(await drawn(300, 200).png().toBuffer())).toMatchObject({
      refusal: { reason: "picture_shape" },
    });
    expect(await drawPicture(await drawn(500, 1_200).png().toBuffer())).toMatchObject({
      refusal: { reason: "picture_shape" },
    });
  });

  test("is refused over eight megabytes without being kept", async () => {
    const large = Readable.from([Buffer.alloc(9 * 1024 * 1024, 1)]);
    await expect(keepPicture(large, () => Promise.reject(new Error("asked")))).rejects.toMatchObject({
      code: "photo_too_large",
    });
  });
});

describe("rows and files", () => {
  test("all nine files are there when the row is written; the same picture again is one, and leaves no files", async () => {
    const first = await keep("village_a", "#101010");
    expect(await filesOf(first.id)).toHaveLength(9);
    const before = (await readdir(picturesFolder())).length;
    expect(await keep("village_a", "#101010")).toEqual({ id: first.id, repeated: true });
    expect(await readdir(picturesFolder())).toHaveLength(before);
    expect(await pictures.shown("village", ["village_a"])).toMatchObject([{ id: first.id, width: 960, height: 720 }]);
  });

  test("a process killed between files and row leaves files that are swept, and never a row without files", async () => {
    const shown = await keep("village_b", "#202020");
    // As a kill leaves them: whole files that no row names, and one half-written.
    const orphan = `picture_${"f".repeat(32)}`;
    for (const name of [`${orphan}-320.jpg`, `${orphan}-640.avif`, `${orphan}-960.webp.part`]) {
      await writeFile(path.join(picturesFolder(), name), "x");
      await utimes(path.join(picturesFolder(), name), 0, 0);
    }
    const fresh = `picture_${"e".repeat(32)}`;
    await writeFile(path.join(picturesFolder(), `${fresh}-320.jpg`), "being written now");
    for (const name of await filesOf(shown.id)) await utimes(path.join(picturesFolder(), name), 0, 0);
    expect(await sweepPictures((ids) => pictures.shownOf(ids), new Date())).toBe(3);
    expect(await filesOf(orphan)).toEqual([]);
    expect(await filesOf(fresh)).toHaveLength(1);
    expect(await filesOf(shown.id)).toHaveLength(9);
  });

  test("what is removed is not sent any more and its files may go; the row says who took it away", async () => {
    const { id } = await keep("village_c", "#303030");
    expect(await pictures.remove({ ...of("village_c"), id })).toMatchObject({ ok: true });
    expect([await pictures.isShown(id), (await pictures.shownOf([id])).size]).toEqual([false, 0]);
    expect(await pictures.remove({ ...of("village_c"), id })).toMatchObject({
      refusal: { reason: "picture_not_found" },
    });
    const { rows } = await database.pool.query(`select removed_by from shop_picture where id = $1`, [id]);
    expect(rows).toEqual([{ removed_by: "member_1" }]);
    // Taken away by mistake: it may come back.
    expect((await keep("village_c", "#303030")).repeated).toBe(false);
  });
});

describe("a cooperative's pictures", () => {
  test("are twelve at most of one village, also when many are sent at once", async () => {
    const sent = await Promise.all(
      Array.from({ length: 15 }, (_, i) =>
        pictures.add({
          ...of("village_d"),
          ...WORDS,
          id: `picture_${i.toString(16).padStart(32, "0")}`,
          width: 960,
          height: 720,
          bytes: 1_000,
          source_sha256: `${i}`,
        }),
      ),
    );
    expect(sent.filter((one) => one.ok)).toHaveLength(12);
    expect(sent.find((one) => !one.ok)).toMatchObject({ refusal: { reason: "too_many_photos", field: "photo" } });
    const places = await database.pool.query<{ places: string }>(
      `select count(distinct place) as places from shop_picture where of_id = 'village_d'`,
    );
    expect(places.rows[0]?.places).toBe("12");
  });

  test("of a village that two cooperatives show are counted for each, whoever is first", async () => {
    const add = (cooperative_id: string, source_sha256: string, n: number) =>
      pictures.add({
        ...of("village_shared", cooperative_id),
        ...WORDS,
        id: `picture_${`${cooperative_id === "coop_one" ? "a" : "b"}${n.toString(16)}`.padStart(32, "c")}`,
        width: 960,
        height: 720,
        bytes: 1_000,
        source_sha256,
      });
    // Both send the same picture at once, several times over: one of them is first, nobody is answered with a fault.
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, n) => ["coop_one", "coop_two"].map((by) => add(by, `shared ${n}`, n))).flat(),
    );
    expect(sent.map((one) => one.ok)).toEqual(Array.from({ length: 24 }, () => true));
    const shown = await pictures.shown("village", ["village_shared"]);
    expect(shown).toHaveLength(12);
    // Each fills its own twelve, however many the other shows.
    for (const by of ["coop_one", "coop_two"]) {
      const own = shown.filter((one) => one.cooperative_id === by).length;
      for (let n = own; n < 12; n++) expect(await add(by, `${by} ${n}`, 100 + n)).toMatchObject({ ok: true });
      expect(await add(by, `${by} more`, 200)).toMatchObject({ refusal: { reason: "too_many_photos" } });
    }
  });

  test("fill a quota over all that it shows", async () => {
    const large = { ...WORDS, width: 960, height: 720, bytes: 700_000_000, source_sha256: "large" };
    const id = (n: number) => `picture_${"d".repeat(31)}${n}`;
    expect(await pictures.add({ ...of("village_e", "coop_full"), ...large, id: id(1) })).toMatchObject({ ok: true });
    const more = await pictures.add({ ...of("village_f", "coop_full"), ...large, id: id(2) });
    expect(more).toMatchObject({ refusal: { reason: "quota_full" } });
    expect(await pictures.quota("coop_full")).toMatchObject({ bytes: 700_000_000 });
  });

  test("are put in order and described by it alone, in both languages", async () => {
    const [a, b] = [await keep("village_g", "#404040"), await keep("village_g", "#505050")];
    await pictures.putFirst({ ...of("village_g"), id: b.id });
    expect((await pictures.shown("village", ["village_g"])).map((one) => one.id)).toEqual([b.id, a.id]);
    expect(await pictures.putFirst({ ...of("village_g", "coop_y"), id: a.id })).toMatchObject({
      refusal: { reason: "picture_not_found" },
    });
    expect(await pictures.describe({ ...of("village_g"), id: a.id, alt_zh: "晒场", alt_en: " " })).toMatchObject({
      refusal: { field: "alt_en" },
    });
    expect(await pictures.describe({ ...of("village_g"), id: a.id, alt_zh: "晒场", alt_en: "Yard" })).toMatchObject({
      ok: true,
    });
  });

  test("go with the certificate that was withdrawn, whoever brought them; done again, nothing changes", async () => {
    const bring = async (cooperative_id: string, of_id: string, width: number) =>
      keepPicture(Readable.from([await drawn(width, 600).webp().toBuffer()]), (picture) =>
        pictures.add({ cooperative_id, kind: "certificate", of_id, person: "member_1", ...WORDS, ...picture }),
      );
    const [a, b, c] = [
      await bring("coop_x", "cert_1", 900),
      await bring("coop_y", "cert_1", 901),
      await bring("coop_x", "cert_2", 902),
    ];
    const before = (await pictures.quota("coop_y")).bytes;
    for (let time = 0; time < 2; time += 1)
      await pictures.removeAll({ kind: "certificate", of_id: "cert_1", person: "member_2" });
    expect(await Promise.all([a, b, c].map(({ id }) => pictures.isShown(id)))).toEqual([false, false, true]);
    expect((await pictures.quota("coop_y")).bytes).toBeLessThan(before);
  });

  test("tell the index of a village, and Medusa of a product, in the transaction of the change", async () => {
    await sql.raw(`delete from outbox_message`);
    const product = { cooperative_id: "coop_x", kind: "product", of_id: "prod_1", person: "member_1" } as const;
    const { id } = await keepPicture(Readable.from([await drawn(900, 600).webp().toBuffer()]), (picture) =>
      pictures.add({ ...product, ...WORDS, ...picture }),
    );
    await pictures.remove({ ...product, id });
    const { rows } = await database.pool.query(`select job, payload from outbox_message`);
    expect(rows).toEqual(
      Array.from({ length: 2 }, () => ({ job: "show-pictures", payload: { product_id: "prod_1" } })),
    );
  });
});

describe("a certificate's PDF", () => {
  /** As most programs pack what is no picture and no page. */
  const packed = (text: string, length = text.length) => {
    const bytes = deflateSync(Buffer.from(text.padEnd(length), "latin1")).toString("latin1");
    return `<< /Type /ObjStm /N 1 /First 4 /Length ${bytes.length} /Filter /FlateDecode >>\nstream\n${bytes}\nendstream`;
  };
  const by = (cooperative_id: string, of_id: string) => ({ cooperative_id, of_id, person: "member_1" });
  const keepPdf = (title: string, cooperative_id: string, of_id: string) =>
    keepPaper(pdfOf({ title }), (paper) => papers.add(by(cooperative_id, of_id), paper));

  test("is refused unless it is one by its bytes, whole and nothing else, without password, script, form or other file", () => {
    const good = pdfOf();
    const html = Buffer.from("<!doctype html><script>alert(1)</script>");
    expect(readPdf(good)).toMatchObject({ ok: true });
    expect(readPdf(pdfOf({ objects: [packed("5 0 << /Type /Font >>")] }))).toMatchObject({ ok: true });
    // A signature is a further part behind the first end, with an index of its own.
    const signed = `9 0 obj\n<< /Type /Sig >>\nendobj\nxref\n9 1\n`;
    const index = good.length + signed.indexOf("xref");
    expect(readPdf(Buffer.concat([good, Buffer.from(`${signed}startxref\n${index}\n%%EOF\n`)]))).toMatchObject({
      ok: true,
    });
    const bad: [string, string, Buffer][] = [
      ["html named .pdf", "not_a_paper", html],
      ["svg", "not_a_paper", Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`)],
      ["html before it", "not_a_paper", Buffer.concat([html, good])],
      ["html or a zip behind it", "not_a_paper", Buffer.concat([good, html])],
      ["named only", "not_a_paper", Buffer.concat([Buffer.from("%PDF-1.7\n"), html])],
      ["an end only", "not_a_paper", Buffer.from("%PDF-1.7\n<script>1</script>\nstartxref\n9\n%%EOF")],
      ["half", "not_a_paper", good.subarray(0, good.length / 2)],
      ["nothing", "not_a_paper", Buffer.alloc(0)],
      ["locked", "pdf_locked", pdfOf({ trailer: "/Encrypt 5 0 R " })],
      ["script", "pdf_active", pdfOf({ objects: ["<< /S /JavaScript /JS (app.alert(1)) >>"] })],
      ["script in numbers", "pdf_active", pdfOf({ objects: ["<< /S /J#61vaScript /JS (1) >>"] })],
      ["packed script", "pdf_active", pdfOf({ objects: [packed("5 0 << /S /JavaScript /JS (1) >>")] })],
      ["other file", "pdf_active", pdfOf({ objects: ["<< /Names << /EmbeddedFiles 6 0 R >> >>"] })],
      ["starts a program", "pdf_active", pdfOf({ objects: ["<< /S /Launch /F (calc.exe) >>"] })],
      ["bomb", "pdf_active", pdfOf({ objects: [packed("5 0 << >>", 40 * 1024 * 1024)] })],
    ];
    for (const [name, reason, bytes] of bad)
      expect(readPdf(bytes), name).toMatchObject({ ok: false, refusal: { reason, field: "photo" } });
  });

  test("has no more pages than are read, where that is asked: plain, packed, in numbers, and one that was signed anew once", () => {
    const pages = (count: number) => Array.from({ length: count }, () => "<< /Type /Page >>");
    // Beside the one page that it has.
    const of = (count: number) => pdfOf({ objects: pages(count - 1) });
    expect(readPdf(of(200))).toMatchObject({ ok: true });
    expect(readPdf(of(20), { most_pages: 20 })).toMatchObject({ ok: true });
    const long = { ok: false, refusal: { reason: "pdf_too_long", field: "photo" } };
    expect(readPdf(of(21), { most_pages: 20 })).toMatchObject(long);
    const numbers = pdfOf({ objects: ["<</Type/P#61ge>>", ...pages(19)] });
    expect(readPdf(numbers, { most_pages: 20 })).toMatchObject(long);
    const hidden = pdfOf({ objects: [packed("5 0 << /Type /Page >> ".repeat(21)), "<< /Type /Pages >>"] });
    expect(readPdf(hidden, { most_pages: 20 })).toMatchObject(long);
    const full = of(20);
    const [, number = "0"] = /(\d+) 0 obj\s*<< \/Type \/Page >>/.exec(full.toString("latin1")) ?? [];
    const again = `${number} 0 obj\n<< /Type /Page >>\nendobj\nxref\n0 1\n`;
    const index = full.length + again.indexOf("xref");
    const signed = Buffer.concat([full, Buffer.from(`${again}startxref\n${index}\n%%EOF\n`)]);
    expect(readPdf(signed, { most_pages: 20 })).toMatchObject({ ok: true });
  });

  test("is kept as it was sent; the same again is one; four at most; it goes with its certificate, and its file after it", async () => {
    const first = await keepPdf("one", "coop_x", "cert_pdf");
    expect(await readFile(path.join(papersFolder(), `${first.id}.pdf`))).toEqual(pdfOf({ title: "one" }));
    expect(await keepPdf("one", "coop_y", "cert_pdf")).toEqual({ id: first.id, repeated: true });
    const sent = await Promise.allSettled(
      ["two", "three", "four", "five", "six"].map((title) => keepPdf(title, "coop_x", "cert_pdf")),
    );
    expect(sent.filter((one) => one.status === "fulfilled")).toHaveLength(3);
    expect(sent.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "too_many_papers" } });
    const theirs = await keepPdf("theirs", "coop_y", "cert_pdf");
    const other = await keepPdf("one", "coop_x", "cert_other");
    // Refused and repeated ones leave no files.
    expect(await readdir(papersFolder())).toHaveLength(6);
    expect(await papers.remove(by("coop_x", "cert_pdf"), theirs.id)).toMatchObject({ ok: false });
    expect(await papers.remove(by("coop_y", "cert_pdf"), theirs.id)).toMatchObject({ ok: true });
    const before = (await pictures.quota("coop_x")).bytes;
    for (let time = 0; time < 2; time += 1) await papers.removeAll(by("coop_z", "cert_pdf"));
    expect((await papers.shown(["cert_pdf", "cert_other"])).map((one) => one.id)).toEqual([other.id]);
    expect((await pictures.quota("coop_x")).bytes).toBeLessThan(before);
    for (const name of await readdir(papersFolder())) await utimes(path.join(papersFolder(), name), 0, 0);
    expect(await sweepPapers((ids) => papers.shownOf(ids), new Date())).toBe(5);
    expect(await readdir(papersFolder())).toEqual([`${other.id}.pdf`]);
  });

  test("counts into the space that a cooperative's files may take", async () => {
    const file = { id: `paper_${"a".repeat(32)}`, bytes: 700_000_000, source_sha256: "large" };
    expect(await papers.add(by("coop_full", "cert_full"), file)).toMatchObject({ refusal: { reason: "quota_full" } });
  });
});

/** A PNG of a few kilobytes that says it is that large. */
function pngBomb(width: number, height: number): Buffer {
  const crcTable = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (bytes: Buffer) =>
    (bytes.reduce((c, byte) => (crcTable[(c ^ byte) & 255] ?? 0) ^ (c >>> 8), ~0) ^ ~0) >>> 0;
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.alloc(1_000_000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
