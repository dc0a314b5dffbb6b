import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";

interface BenchInput {
  say: (line: string) => void;
  /** The bundle of the renderer, as the job runs it. */
  renderer: string;
  /** With what Node is started there. */
  flags: readonly string[];
}

const COUNTS = [50, 2_000, 5_000] as const;
/** What 5,000 labels in one file took before: seconds of processor time and megabytes at the peak, on this kind of machine. */
const BEFORE = { cpu_s: 8, peak_mb: 279 };

/**
 * Labels of 100 x 150 mm in one PDF, by the renderer that the job starts. Red, with an exception, when a label is missing, or when
 * memory grows with their number: 5,000 may take half as much again as 50.
 */
export async function runLabelsBench({ say, renderer, flags }: BenchInput): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "commonlot-bench-labels-"));
  try {
    say(
      "labels with names, addresses, Code 128 and QR code; processor time of the whole process, its two fonts loaded",
    );
    const peaks = new Map<number, number>();
    for (const count of COUNTS) {
      const { pages, bytes, cpu_ms, peak_mb, ms } = await render(
        renderer,
        flags,
        path.join(folder, `${count}.pdf`),
        count,
      );
      if (pages !== count) throw new Error(`${count} labels: ${pages} pages were drawn`);
      peaks.set(count, peak_mb);
      say(
        `  ${count}: ${Math.round((count * 1_000) / cpu_ms)} labels a second and core, ${(cpu_ms / 1_000).toFixed(1)} s of processor, ${(ms / 1_000).toFixed(1)} s on the clock; peak ${peak_mb.toFixed(0)} MB, ${(bytes / 1e6).toFixed(1)} MB of PDF`,
      );
    }
    say(`  (before, 5,000 in one file: ${BEFORE.cpu_s} s of processor, peak ${BEFORE.peak_mb} MB)`);
    const [few = 0, many = 0] = [peaks.get(50), peaks.get(5_000)];
    if (many > few * 1.5)
      throw new Error(`memory grows with the labels: ${few.toFixed(0)} MB for 50, ${many.toFixed(0)} for 5,000`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function render(renderer: string, flags: readonly string[], file: string, count: number) {
  const told = new URL("./told.js", import.meta.url).href;
  const began = performance.now();
  const child = spawn(process.execPath, [...flags, "--import", told, renderer], {
    stdio: ["pipe", "pipe", "inherit", "pipe"],
    env: { PATH: process.env.PATH, LANG: "C.UTF-8" },
  });
  child.stdin?.end(
    JSON.stringify({ file, title: "Labels", labels: Array.from({ length: count }, (_, n) => label(n)) }),
  );
  const [out, used, [code]] = await Promise.all([
    text(child.stdout as Readable),
    text(child.stdio[3] as Readable),
    once(child, "close") as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`the renderer ended with ${String(code)}`);
  const { pages, bytes } = JSON.parse(out.trim().split("\n").at(-1) ?? "") as { pages: number; bytes: number };
  const { cpu_ms, peak_kb } = JSON.parse(used) as { cpu_ms: number; peak_kb: number };
  return { pages, bytes, cpu_ms, peak_mb: peak_kb / 1_024, ms: performance.now() - began };
}

const SURNAMES = [
  ..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范",
];
const NAMES = [
  ..."伟芳娜敏静秀英丽强磊军洋勇艳杰娟涛明超霞平刚桂兰云飞雪梅红春华建国志文辉玲波宁贵福生龙元全胜学祥才发武新利清彬富顺信",
];
const PLACES = [
  ..."城关镇人民路解放街新华路体育西路天河区白云区番禺区龙岗区宝安区福田区南山区罗湖区武侯区锦江区青羊区江汉区洪山区雁塔区碑林区",
];
const at = (all: readonly string[], index: number): string => all[index % all.length] ?? "";

function label(n: number) {
  const number = `CL7K3Q9M${n.toString(36).toUpperCase().padStart(4, "0")}`;
  return {
    number,
    tracking_number: n % 2 === 0 ? null : `ST${String(10 ** 15 + n * 7_919).padStart(16, "0")}`,
    carrier: "standin",
    service: "parcel",
    zone: "middle",
    part: 1,
    parts: 1,
    name: at(SURNAMES, n) + at(NAMES, n) + at(NAMES, n * 7),
    phone: `+86138${String(10_000_000 + n)}`,
    address: `广东省 广州市 ${PLACES.slice((n * 3) % 50, ((n * 3) % 50) + 9).join("")} ${n} 号 ${n % 30} 栋`,
    order_number: "1042",
    sender: "武都区竹塘合作社",
    gross_g: 2_000 + (n % 900),
    contents: [
      { title: "武都纸皮核桃 一级 2.5 公斤", packs: 1 + (n % 3) },
      { title: "麻崖土蜂蜜 500 克", packs: 1 },
    ].slice(0, 1 + (n % 2)),
    care: { fragile: true, upright: false, cold: false },
    trace_url: `https://shop.example.org/zh/trace/${number}`,
  };
}
