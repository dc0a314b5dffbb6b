// Columns of the sheets, as the backend names them and as people head them.

export const SHEET_KINDS = ["cartons", "rate-cards", "packs"] as const;
export type SheetKind = (typeof SHEET_KINDS)[number];

const SIDES = {
  length_mm: ["长(mm)", "长", "length_mm", "length"],
  width_mm: ["宽(mm)", "宽", "width_mm", "width"],
  height_mm: ["高(mm)", "高", "height_mm", "height"],
};

/** How people head their columns; the first is what we write ourselves. */
export const HEADS = {
  cartons: {
    code: ["编号", "code"],
    title: ["名称", "title", "name"],
    ...SIDES,
    tare_g: ["自重(g)", "自重", "tare_g", "tare"],
    max_weight_kg: ["限重(kg)", "限重", "max_weight_kg"],
    cost: ["单价(元)", "单价", "cost"],
  },
  "rate-cards": {
    carrier: ["承运商", "快递", "carrier"],
    carrier_zh: ["承运商名称", "carrier_zh"],
    carrier_en: ["承运商英文名", "carrier_en"],
    service: ["服务", "service"],
    service_title: ["服务名称", "service_title"],
    valid_from: ["生效日", "valid_from"],
    valid_to: ["截止日", "valid_to"],
    zone: ["分区", "zone"],
    provinces: ["省份", "provinces"],
    countries: ["国家", "countries"],
    first_kg: ["首重(kg)", "首重", "first_kg"],
    first_price: ["首重价(元)", "首重价", "first_price"],
    step_kg: ["续重(kg)", "续重", "step_kg"],
    step_price: ["续重价(元)", "续重价", "step_price"],
    max_kg: ["限重(kg)", "限重", "max_kg"],
    divisor: ["体积重除数", "divisor"],
    minimum: ["最低运费(元)", "最低运费", "minimum"],
    max_side_mm: ["最长边(mm)", "max_side_mm"],
    max_sides_mm: ["三边之和(mm)", "max_sides_mm"],
    surcharges: ["附加费", "surcharges"],
    insured_percent: ["保价费率(%)", "保价费率", "insured_percent"],
    insured_minimum: ["最低保价费(元)", "insured_minimum"],
    insured_most: ["最高保价(元)", "insured_most"],
    example: ["示例", "example"],
  },
  packs: {
    variant_id: ["规格编号", "variant_id"],
    title_zh: ["名称", "title_zh"],
    title_en: ["英文名称", "title_en"],
    gross_g: ["毛重(g)", "毛重", "gross_g"],
    ...SIDES,
    volume_ml: ["体积(ml)", "体积", "volume_ml"],
    fragile: ["易碎", "fragile"],
    cold: ["冷藏", "cold"],
    keep_upright: ["不可倒置", "keep_upright"],
    goods_class: ["货品类别", "goods_class"],
    not_with: ["不可同箱", "not_with"],
  },
} satisfies Record<SheetKind, Record<string, readonly string[]>>;
type ColumnOf<Kind extends SheetKind> = Kind extends SheetKind ? keyof (typeof HEADS)[Kind] : never;
type Column = ColumnOf<SheetKind>;

export type SheetRow = { line: number } & Record<string, string | number | undefined>;

export const COLUMNS: Readonly<Record<SheetKind, readonly string[]>> = {
  cartons: Object.keys(HEADS.cartons),
  "rate-cards": Object.keys(HEADS["rate-cards"]),
  packs: Object.keys(HEADS.packs),
};

export const NEEDED: Readonly<Record<SheetKind, readonly string[]>> = {
  cartons: ["code", "tare_g", "max_weight_kg", "cost"],
  "rate-cards": [
    "carrier",
    "service",
    "valid_from",
    "zone",
    "first_kg",
    "first_price",
    "step_kg",
    "step_price",
    "max_kg",
  ],
  packs: ["variant_id"],
};

/** A column the texts have a word for: all of them have one. */
export function columnOf(name: string): Column {
  return (
    (Object.values(HEADS).flatMap((heads) => Object.keys(heads)) as Column[]).find((one) => one === name) ?? "code"
  );
}

const FAULTS = [
  "missing",
  "not_a_number",
  "not_money",
  "not_a_day",
  "not_yes_or_no",
  "not_a_province",
  "not_a_surcharge",
  "not_a_size",
  "not_a_code",
  "not_a_box_code",
  "not_a_class",
  "not_a_country",
  "not_a_percent",
  "too_small",
  "too_much",
  "too_light",
  "twice",
  "differs",
  "zone_twice",
  "province_twice",
  "country_twice",
  "last_before_first",
  "surcharge_zone",
  "size_and_volume",
  "not_with_itself",
  "unknown_variant",
  "unknown_carrier",
  "card_exists",
  "none_in_force",
  "not_valid",
] as const;

/** What the backend says of a mistake besides its place. */
export interface FaultFacts {
  readonly read?: string | undefined;
  readonly words?: readonly string[] | undefined;
  readonly other_line?: number | undefined;
  readonly other?: string | undefined;
  readonly limit?: string | undefined;
}

/** A mistake the texts have words for. */
export function faultOf(problem: string): (typeof FAULTS)[number] {
  return FAULTS.find((fault) => fault === problem) ?? "not_valid";
}

const NUMBER_FAULTS = [
  "tracking_empty",
  "tracking_letters",
  "tracking_length",
  "tracking_prefix",
  "tracking_check_digit",
  "parcel_unknown",
  "is_fetched",
  "parcel_void",
  "parcel_twice",
  "comes_by_itself",
  "has_another_number",
  "number_used",
  "number_twice",
] as const;

export function numberFaultOf(problem: string): (typeof NUMBER_FAULTS)[number] {
  return NUMBER_FAULTS.find((fault) => fault === problem) ?? "tracking_letters";
}

const RATE_FAULTS = ["no_zone", "too_heavy", "too_large", "value_too_high", "no_insurance", "not_in_force"] as const;

export function rateFaultOf(problem: string): (typeof RATE_FAULTS)[number] {
  return RATE_FAULTS.find((fault) => fault === problem) ?? "no_zone";
}
