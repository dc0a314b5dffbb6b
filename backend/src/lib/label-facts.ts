import { CARE, joinCare, type Care } from "./care";
import { rows, type Sql } from "./sql";
import { gradeWords } from "./words";

// What labels say: one reading for the first print, a print of some alone, and copies, so that they are equal.

export type ParcelsOf =
  | { wave_id: string }
  | { parcel_id: string }
  | { parcel_ids: readonly string[] }
  | { handover_id: string }
  | { order_id: string };

export function columnOf(of: ParcelsOf): string {
  if ("wave_id" in of) return "p.wave_id";
  if ("handover_id" in of) return "p.handover_id";
  return "order_id" in of ? "p.order_id" : "p.id";
}

/** Ids of what is meant, as one array: a single one is an array of one. */
export function idsOf(of: ParcelsOf): string[] {
  return [...("parcel_ids" in of ? of.parcel_ids : [Object.values(of)[0] as string])];
}

/**
 * Which parcels of an order get labels, in the order of the pile, without what the labels say: a million is a few megabytes. With `only`
 * those of them alone, and no other is read.
 */
export function labelIdsOf(
  sql: Sql,
  order_id: string,
  only?: readonly string[],
): Promise<{ id: string; cooperative_id: string; state: string }[]> {
  return rows(
    sql,
    `select id, cooperative_id, state from parcel where order_id = ? and state = any(?) ${only === undefined ? "" : "and id = any(?)"}
     order by address, number`,
    [order_id, [...TO_PRINT], ...(only === undefined ? [] : [[...only]])],
  );
}

/** An allocation of another grade than was ordered, which its buyer agreed to. */
export const INSTEAD = (allocation: string): string =>
  `${allocation}.ordered_pool_id is not null and ${allocation}.state <> 'released'`;

/** A line's packs as they were ordered (`grade` null), and apart those of each other grade; each grade is whole packs. */
export function apartByGrade(
  line: { title: string; packs: number; pack_units: number },
  contents: readonly { units: number; grade: string | null }[],
): { title: string; packs: number; grade: string | null }[] {
  const others = new Map<string, number>();
  for (const { grade, units } of contents) {
    if (grade !== null) others.set(grade, (others.get(grade) ?? 0) + units / line.pack_units);
  }
  const instead = [...others].sort().map(([grade, packs]) => ({
    title: `${line.title} (${gradeWords(grade).zh})`,
    packs,
    grade,
  }));
  const ordered = line.packs - instead.reduce((sum, one) => sum + one.packs, 0);
  return [...(ordered > 0 ? [{ title: line.title, packs: ordered, grade: null }] : []), ...instead];
}

/** What a label says, parcel by parcel, in the order of the pile. */
export interface LabelFacts {
  id: string;
  cooperative_id: string;
  number: string;
  tracking_number: string | null;
  carrier: string;
  service: string;
  zone: string;
  name: string;
  phone: string;
  address: string;
  order_number: string;
  gross_g: number;
  /** Declared to the carrier, who insures it, in minor units; null where nothing is. */
  declared_minor: number | null;
  currency: string;
  part: number;
  parts: number;
  contents: { title: string; packs: number }[];
  /** How the box wants to be handled, for the goods in it. */
  care: Care;
  /** The picture of the carrier's own label, when it made one for the booking that counts, and whose label goes on the box. */
  carrier_label: string | null;
  label_by: "ours" | "carrier" | "both";
}

/** Labels of one file: what a print job holds in memory, and does again when it is killed. */
export const LABELS_PER_SHEET = 2_000;

/** Parcels that get a label, and those that have one: both are still here. */
export const TO_PRINT = ["planned", "labelled", "packed"] as const;
export const TO_COPY = ["labelled", "packed"] as const;

/** By what the parcels of one addressee are counted. */
const COUNTED = "id, order_id, cooperative_id, addressee_id, name, address, number";

/**
 * Labels of parcels in these states. `part` of `parts` counts all live parcels of an order that go to one addressee, also
 * those that left already: the number on a label stays what it is. Read for that are the parcels of the addressees that are meant, and
 * the whole order only where it names none.
 */
export async function labelsOf(
  sql: Sql,
  of: ParcelsOf,
  states: typeof TO_PRINT | typeof TO_COPY,
): Promise<LabelFacts[]> {
  const found = await rows<
    Omit<LabelFacts, "contents"> & {
      lines: { title: string; packs: number; pack_units: number; contents: { units: number; grade: string }[] }[];
    }
  >(
    sql,
    `with wanted as (select p.* from parcel p where ${columnOf(of)} = any(?) and p.state = any(?)),
          beside as (
            select ${COUNTED} from parcel where state <> 'void'
              and addressee_id = any(array(select distinct addressee_id from wanted where addressee_id is not null))
            union all
            select ${COUNTED} from parcel where state <> 'void' and addressee_id is null
              and order_id = any(array(select distinct order_id from wanted where addressee_id is null))),
          counted as (
            select id, row_number() over (w order by address, number) as part, count(*) over w as parts
            from beside window w as (partition by order_id, cooperative_id, coalesce(addressee_id, name || '/' || address)))
     select p.id, p.cooperative_id, p.number, p.tracking_number, p.carrier, p.service, p.zone, p.name, p.phone, p.address,
            coalesce(o.display_id::text, p.order_id) as order_number, p.gross_g::float8 as gross_g,
            case when p.insurance_minor > 0 then p.value_minor::float8 end as declared_minor, upper(p.currency) as currency, n.part::int as part, n.parts::int as parts,
            (select jsonb_agg(jsonb_build_object('title', l.title, 'packs', l.packs, 'pack_units', l.pack_units,
               'contents', (select coalesce(jsonb_agg(jsonb_build_object('units', c.units, 'grade', k.grade)), '[]')
                            from parcel_content c join allocation i on i.id = c.allocation_id and ${INSTEAD("i")} join pool k on k.id = c.pool_id
                            where c.parcel_id = l.parcel_id and c.order_line_id = l.order_line_id)) order by l.title, l.order_line_id)
             from parcel_line l where l.parcel_id = p.id) as lines,
            (select ${CARE} from parcel_line y ${joinCare("y")} where y.parcel_id = p.id) as care,
            (select m.file from booking_parcel b join carrier_label m on m.booking_id = b.booking_id and m.parcel_id = b.parcel_id and m.state = 'stored'
             where b.parcel_id = p.id and b.left_at is null) as carrier_label,
            coalesce((select a.label_by from carrier_account a where a.cooperative_id = p.cooperative_id and a.carrier = p.carrier), 'ours') as label_by
     from wanted p join counted n on n.id = p.id left join "order" o on o.id = p.order_id order by p.address, p.number`,
    [idsOf(of), [...states]],
  );
  return found.map(({ lines, ...label }) => ({
    ...label,
    contents: lines.flatMap((line) => apartByGrade(line, line.contents).map(({ title, packs }) => ({ title, packs }))),
  }));
}
