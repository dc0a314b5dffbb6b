import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { readTable, underHeads } from "../../lib/sheet.server";
import type { Problem } from "../ui/Field";
import { typed as typedOf } from "../ui/form.server";
import { enteredSchema, wantedSchema } from "./data.server";
import { numberFaultOf } from "./sheets";
import { shippingRefusal } from "./words.server";

const HEADS = {
  parcel_number: ["包裹号", "包裹", "parcel_number", "parcel"],
  tracking_number: ["运单号", "快递单号", "tracking_number", "tracking"],
};

/** Numbers of 20,000 parcels in one call. */
const NUMBERS_MS = 60_000;
/** Wrong lines that are named at once. */
const MAX_NAMED = 100;

/** Pages of a hundred parcels in one file: as many as a sheet may bring back. */
const MAX_PAGES = 200;

/** Parcels that wait for their numbers, as a sheet with an empty column for them. */
export async function wantedTable(desk: Member, path: Path): Promise<string[][]> {
  const t = say(path);
  const index = path === "zh" ? 0 : 2;
  const head = [
    HEADS.parcel_number[index],
    HEADS.tracking_number[index],
    ...(path === "zh" ? ["承运商", "收件人", "订单", "波次", "状态"] : ["carrier", "name", "order", "wave", "state"]),
  ];
  const table = [head.map((cell) => cell ?? "")];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { parcels, next } = await desk.read("/desk/tracking-numbers", wantedSchema, { cursor, limit: 100 });
    table.push(
      ...parcels.map((parcel) => [
        parcel.number,
        "",
        parcel.carrier,
        parcel.name,
        parcel.display_id === null ? "" : `#${parcel.display_id}`,
        parcel.wave_number ?? "",
        t(`parcel.states.${parcel.state as "labelled"}`),
      ]),
    );
    if (next === null) break;
    cursor = next;
  }
  return table;
}

type Brought =
  | { ok: true; stored: number; unchanged: number; problems: Problem[]; typed: Record<string, string> }
  | { ok: false; problems: Problem[]; status: number };

interface Line {
  line: number;
  parcel_number: string;
  tracking_number: string;
}

/** Numbers of a CSV or XLSX file: right lines are stored, wrong ones named by their line. */
export async function bringNumbers(desk: Member, path: Path, form: FormData): Promise<Brought> {
  const t = say(path);
  const read = await readTable(form.get("file"));
  const rows = read.ok ? underHeads(read.table, HEADS, ["parcel_number", "tracking_number"]) : read;
  if (!rows.ok) {
    const missing = "columns" in rows ? (rows.columns ?? []) : [];
    const columns = missing.map((column) => t(`shipping.numberColumns.${column}`)).join(t("register.comma"));
    return {
      ok: false,
      status: 400,
      problems: [{ field: "file", text: t(`register.sheet.${rows.fault}`, { columns }) }],
    };
  }
  return send(desk, path, rows.rows, {}, "file", (line, parcel, problem) => ({
    field: "file",
    text: t("shipping.numberProblem", { line, parcel, problem }),
  }));
}

/** Numbers typed beside their parcels; fields left empty are let be, and what was wrong stays in its field. */
export async function typedNumbers(desk: Member, path: Path, form: FormData): Promise<Brought> {
  const t = say(path);
  const typed = typedOf(form);
  const lines = Object.entries(typed).flatMap(([name, value], index): Line[] => {
    const parcel_number = /^number_(\S+)$/.exec(name)?.[1];
    if (parcel_number === undefined || value.trim() === "") return [];
    return [{ line: index + 1, parcel_number, tracking_number: value }];
  });
  const first = Object.keys(typed).find((name) => name.startsWith("number_")) ?? "file";
  if (lines.length === 0) return { ok: false, status: 400, problems: [{ field: first, text: t("shipping.noNumber") }] };
  return send(desk, path, lines, typed, first, (_line, parcel, problem) => ({
    field: `number_${parcel}`,
    text: t("shipping.parcelProblem", { parcel, problem }),
  }));
}

/** What is wrong with a number, in the reader's words. */
export function numberFault(path: Path, problem: string): string {
  return say(path)(`shipping.numberFaults.${numberFaultOf(problem)}`);
}

async function send(
  desk: Member,
  path: Path,
  numbers: readonly Line[],
  typed: Record<string, string>,
  otherwise: string,
  said: (line: number, parcel: string, problem: string) => Problem,
): Promise<Brought> {
  const t = say(path);
  const answer = await desk.call("/desk/tracking-numbers", enteredSchema, {
    body: {
      numbers: numbers.map(({ line, parcel_number, tracking_number }) => ({
        line,
        parcel_number: parcel_number.slice(0, 60),
        tracking_number: tracking_number.slice(0, 200),
      })),
    },
    time_limit_ms: NUMBERS_MS,
  });
  if (!answer.ok) {
    const problems = [{ field: otherwise, text: shippingRefusal(path, answer.refusal) }];
    return { ok: false, problems, status: answer.refusal.status };
  }
  const { stored, unchanged, problems } = answer.value;
  return {
    ok: true,
    stored,
    unchanged,
    typed,
    problems: problems
      .slice(0, MAX_NAMED)
      .map((one) => said(one.line, one.parcel_number, t(`shipping.numberFaults.${numberFaultOf(one.problem)}`))),
  };
}
