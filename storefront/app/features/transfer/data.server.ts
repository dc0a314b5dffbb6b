import { z } from "zod";
import { both, minor } from "../../lib/shapes";
import { ENTRIES, PROFORMA_KINDS, PROFORMA_STATES, WHYS } from "./words";

// What the backend answers of transfers, to the company that pays and the cooperative that is paid.

const proforma = z.object({
  id: z.string(),
  kind: z.enum(PROFORMA_KINDS),
  number: z.string(),
  reference: z.string(),
  /** In groups of four. */
  spelled: z.string(),
  company: z.string(),
  quote_id: z.string(),
  quote_number: z.string(),
  currency: z.string(),
  amount_minor: minor,
  total_minor: minor,
  credited_minor: minor,
  paid_minor: minor,
  came_minor: minor,
  left_minor: minor,
  due_at: z.string(),
  state: z.enum(PROFORMA_STATES),
  because: z.string().nullable(),
  order_id: z.string().nullable(),
  issued_at: z.string(),
  before_dispatch: z.boolean(),
  settled_at: z.string().nullable(),
});
export type Proforma = z.output<typeof proforma>;

const payable = proforma.extend({
  account: z.object({
    name: z.string(),
    number: z.string(),
    bank: z.object({ system: z.string(), member_id: z.string() }).nullable(),
  }),
});
export type PayableProforma = z.output<typeof payable>;

const standing = z.object({ limit_minor: minor, used_minor: minor, left_minor: minor, overdue_minor: minor });

export const choiceSchema = z.object({
  may: z.boolean(),
  why: z.string().nullable(),
  /** What a transfer pays before the order is placed. */
  part: z
    .object({
      kind: z.enum(["whole", "deposit"]),
      amount_minor: minor,
      balance: z.object({ amount_minor: minor, days: z.int(), before_dispatch: z.boolean() }).nullable(),
    })
    .nullable(),
  /** With net terms. */
  account: standing.extend({ net_days: z.int() }).nullable(),
  proforma: payable.nullable(),
  balance: payable.nullable(),
  /** The quote says where the goods go. */
  agreed: z.boolean(),
  addresses: z.array(
    z.object({ id: z.string(), name: z.string(), province: z.string(), city: z.string(), address: z.string() }),
  ),
});
export type TransferChoice = z.output<typeof choiceSchema>;
/** Of a joint quote: one proforma of each cooperative. */
export const jointChoiceSchema = z.object({
  id: z.string(),
  number: z.string(),
  currency: z.string(),
  may: z.boolean(),
  why: z.string().nullable(),
  total_minor: minor.nullable(),
  without: z.array(both.nullable()),
  proformas: z.array(payable.extend({ cooperative: both.nullable() })),
  agreed: z.boolean(),
  addresses: choiceSchema.shape.addresses,
});
export type JointTransferChoice = z.output<typeof jointChoiceSchema>;
export const jointChosenSchema = z.object({ proforma_ids: z.array(z.string()) });

export const chosenSchema = z.object({ proforma_id: z.string() });

export const proformasSchema = z.object({
  proformas: z.array(proforma.extend({ cooperative: both.nullable() })),
  credit: z.array(z.object({ cooperative: both.nullable(), currency: z.string(), left_minor: minor })),
  next: z.string().nullable(),
});
export const proformaSchema = z.object({ proforma: payable.extend({ cooperative: both.nullable() }) });

const entry = z.object({
  id: z.string(),
  at: z.string(),
  what: z.enum(ENTRIES),
  cooperative: both.nullable(),
  proforma_id: z.string(),
  reference: z.string(),
  quote_number: z.string(),
  papers: z.string().nullable(),
  currency: z.string(),
  amount_minor: minor,
});
export type AccountEntry = z.output<typeof entry>;
const account = z.object({
  entries: z.array(entry),
  owed: z.array(z.object({ currency: z.string(), open_minor: minor, overdue_minor: minor })),
  /** The day it is where the company is. */
  today: z.string(),
  time_zone: z.string(),
  next: z.string().nullable(),
});
export type Account = z.output<typeof account>;
export const accountSchema = account.extend({ credit: standing.extend({ currency: z.string() }) });
/** Of one company, at the desk of one cooperative. */
export const debtorSchema = account.extend({ company: z.object({ id: z.string(), name: z.string() }) });

export const receivablesSchema = z.object({
  receivables: z.array(proforma.extend({ late_days: z.int(), late: z.boolean() })),
  sums: z.array(z.object({ currency: z.string(), open_minor: minor, overdue_minor: minor, count: z.int() })),
  companies: z.array(z.object({ id: z.string(), name: z.string() })),
  next: z.string().nullable(),
});

export const deskProformasSchema = z.object({ proformas: z.array(proforma), next: z.string().nullable() });

const ofLine = z.object({
  id: z.string(),
  reference: z.string(),
  company: z.string(),
  quote_id: z.string(),
  quote_number: z.string(),
  state: z.enum(PROFORMA_STATES),
  left_minor: minor,
});
const line = z.object({
  id: z.string(),
  source: z.enum(["bank", "refund"]),
  booked_on: z.string(),
  currency: z.string(),
  amount_minor: minor,
  left_minor: minor,
  returned_minor: minor,
  dismissed: z.boolean(),
  payer: z.string(),
  words: z.string(),
  why: z.enum(WHYS).nullable(),
  company: z.string().nullable(),
  known: z.boolean(),
  kept: z.object({ at: z.string(), by: z.string().nullable(), words: z.string() }).nullable(),
  pays: z.array(ofLine),
  may_pay: z.array(ofLine),
});
export type TransferLine = z.output<typeof line>;
export const linesSchema = z.object({ lines: z.array(line), next: z.string().nullable() });

const takenBack = z.object({
  id: z.string(),
  booked_on: z.string(),
  currency: z.string(),
  amount_minor: minor,
  booked_minor: minor,
  payer: z.string(),
  words: z.string(),
  line: z.object({ id: z.string(), booked_on: z.string(), payer: z.string(), left_minor: minor }).nullable(),
  pays: z.array(ofLine),
});
export type TakenBack = z.output<typeof takenBack>;
export const takenBackSchema = z.object({ taken_back: z.array(takenBack), next: z.string().nullable() });

const statement = z.object({
  id: z.string(),
  name: z.string(),
  lines: z.int(),
  booked: z.int(),
  open: z.int(),
  taken_back: z.int(),
  read_by: z.string().nullable(),
  created_at: z.string(),
  finished: z.boolean(),
});
export const statementsSchema = z.object({ statements: z.array(statement), next: z.string().nullable() });
export const statementSchema = z.object({ statement, lines: z.array(line) });
export const takenSchema = z.object({ statement: z.object({ id: z.string() }) });
