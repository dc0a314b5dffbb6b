import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { noteMessage, notePages, notePrinted } from "../../lib/paper-state";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append, claim, isOnItsWay } from "../outbox/append";

export const PAPER_KINDS = ["labels", "labels_a4", "slips", "pick_list", "manifest"] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

export interface Paper {
  id: string;
  cooperative_id: string;
  kind: PaperKind;
  wave_id: string | null;
  handover_id: string | null;
  parcel_id: string | null;
  state: "asked" | "printed";
  pages_done: number;
  pages: number | null;
  file: string | null;
  asked_by: string;
  created_at: Date;
}

/** What a paper is about: a wave, a handover, or one parcel. */
export type PaperOf = { wave_id: string } | { handover_id: string } | { parcel_id: string };

const PAPER = `id, cooperative_id, kind, wave_id, handover_id, parcel_id, state, pages_done, pages, file, asked_by, created_at`;
const PRINT = "print-papers";
const TABLES = { wave_id: "wave", handover_id: "handover", parcel_id: "parcel" } as const;
const KINDS: Record<keyof typeof TABLES, readonly PaperKind[]> = {
  wave_id: ["labels", "labels_a4", "slips", "pick_list"],
  handover_id: ["manifest"],
  parcel_id: ["labels", "slips"],
};

const HERE = ["labelled", "packed"];
/** Which parcels a paper speaks of: with none of them it would be an empty sheet. */
const STATES: Record<PaperKind, readonly string[]> = {
  labels: HERE,
  labels_a4: HERE,
  pick_list: HERE,
  slips: [...HERE, "planned", "handed_over", "in_transit", "delivered", "lost", "returned"],
  manifest: ["handed_over", "in_transit", "delivered", "lost", "returned"],
};

/**
 * Papers printed on request: asked for at the desk, drawn by a job, kept as a file. A label printed here is a copy: it has the
 * number that its parcel has, and that number stays the only live one.
 */
export class Papers {
  constructor(private readonly sql: Knex) {}

  /** Asks for a paper; while the same one is being printed, that one is meant. One whose printing died is printed anew. */
  ask(input: {
    cooperative_id: string;
    person: string;
    kind: PaperKind;
    of: PaperOf;
  }): Promise<Result<Paper, Refusal>> {
    const [column, id] = Object.entries(input.of)[0] as [keyof typeof TABLES, string];
    if (!KINDS[column].includes(input.kind)) {
      return Promise.resolve(refuse("invalid_paper", "There is no such paper of this.", "kind"));
    }
    return inTransaction(this.sql, async (tx) => {
      const found = await row(
        tx,
        `select id from ${TABLES[column]} where id = ? and cooperative_id = ? for no key update`,
        [id, input.cooperative_id],
      );
      if (!found) return refuse(`${TABLES[column]}_not_found`, "There is no such thing to print for.");
      const parcel = await row(
        tx,
        `select 1 from parcel where ${column === "parcel_id" ? "id" : column} = ? and state = any(?) limit 1`,
        [id, [...STATES[input.kind]]],
      );
      if (!parcel) return refuse("nothing_to_print", "No parcel here has this paper now.", "kind");
      const same = await row<Paper & { message_id: string | null }>(
        tx,
        `select ${PAPER}, message_id from paper where ${column} = ? and kind = ? and state = 'asked' order by created_at desc limit 1`,
        [id, input.kind],
      );
      if (same) {
        const { message_id, ...asked } = same;
        const sent = message_id === null ? { dedup_key: asked.id } : { message_id };
        if (!(await isOnItsWay(tx, { job: PRINT, ...sent }))) await print_(tx, asked.id);
        return ok(asked);
      }
      const paper = await row<Paper>(
        tx,
        `insert into paper (id, cooperative_id, kind, ${column}, asked_by) values (?, ?, ?, ?, ?) returning ${PAPER}`,
        [newId("paper"), input.cooperative_id, input.kind, id, input.person],
      );
      if (!paper) throw new Error("a paper was not written");
      await print_(tx, paper.id);
      return ok(paper);
    });
  }

  /** One paper; of this cooperative, when it is named. */
  paper(id: string, cooperative_id?: string): Promise<Paper | undefined> {
    return row<Paper>(
      this.sql,
      `select ${PAPER} from paper where id = ? and cooperative_id = coalesce(?, cooperative_id)`,
      [id, cooperative_id ?? null],
    );
  }

  /** The last papers of a wave or a handover, newest first. */
  last(of: PaperOf, cooperative_id: string, limit: number): Promise<Paper[]> {
    const [column, id] = Object.entries(of)[0] as [keyof typeof TABLES, string];
    return rows<Paper>(
      this.sql,
      `select ${PAPER} from paper where ${column} = ? and cooperative_id = ? order by created_at desc, id desc limit ?`,
      [id, cooperative_id, limit],
    );
  }

  /** How far the printing is; for a page that waits. */
  progress(paper_id: string, pages_done: number): Promise<void> {
    return notePages(this.sql, "paper", paper_id, pages_done);
  }

  /** Records the printed file; once, however often the message comes. */
  async recordPrinted(input: {
    message_id: string;
    paper_id: string;
    file: string;
    pages: number;
    sha256: string;
  }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, PRINT, input.message_id))) return;
      await notePrinted(tx, "paper", input);
    });
  }
}

/** Sends a paper to print, and notes by which message. The paper's row is locked, or new. */
async function print_(tx: Transaction, paper_id: string): Promise<void> {
  const message_id = await append(tx, { job: PRINT, payload: { paper_id } });
  await noteMessage(tx, "paper", paper_id, message_id);
}
