import {
  decideSign,
  MAX_VERSIONS,
  ok,
  refuse,
  type AgreementState,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { blindIndex } from "../../../lib/blind-index";
import { formThere } from "../../../lib/earlier-form";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import {
  AGREEMENT_COLUMNS,
  agreementEvent_,
  agreementEventOnAll_,
  agreementEventsOf,
  agreementVersionsOf,
  become_,
  becomeAll_,
  callOffsOf,
  commitmentsOf,
  drawnOf,
  findAgreement,
  insertAgreementVersion_,
  lockAgreement_,
  signaturesOf,
} from "./agreement-rows";
import {
  agreementsOf,
  companiesKnownTo,
  type AgreementPage,
  type KnownCompany,
  type ListedAgreement,
} from "./agreement-lists";
import { insertProposal_, mayPropose_, PROPOSED_OTHERWISE, type Proposal } from "./agreement-propose";
import { otherSide, tellAgreement_ } from "./agreement-tell";
import type {
  Agreement,
  AgreementDraft,
  AgreementEvent,
  AgreementPaper,
  AgreementSignature,
  AgreementVersion,
  CallOff,
  DrawnPacks,
  PoolCommitment,
  SignInput,
} from "./agreement-types";
import { findCompany, findMember } from "../companies/company-rows";
import { isOf } from "../quotes/quote-rows";
import type { QuoteActor } from "../quotes/quote-types";

/** Call-offs that a page shows; a season has some dozens. */
const CALL_OFFS = 200;
/** Agreements that one tick ends. */
const PER_TICK = 200;

export const AGREEMENT_NOT_THERE = refuse("agreement_not_found", "There is no such agreement.");

/** All of one agreement, as its page shows it. */
export interface WholeAgreement {
  agreement: Agreement;
  versions: AgreementVersion[];
  signatures: AgreementSignature[];
  drawn: DrawnPacks[];
  call_offs: CallOff[];
  events: AgreementEvent[];
}

/** Season agreements: proposed, signed, ended. What is called off is in `agreement-call-offs.ts`. */
export class Agreements {
  constructor(private readonly sql: Knex) {}

  /** The number of the next agreement: its paper is made before it is written. */
  async nextNumber(): Promise<string> {
    const next = await row<{ n: string }>(this.sql, `select 'A-' || nextval('agreement_number') as n`);
    return next?.n ?? "";
  }

  /** Either side proposes. The same key with the same words is the same agreement. */
  propose(by: QuoteActor, input: Proposal): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const { company_id, cooperative_id } = input;
      const may = await mayPropose_(tx, by, { company_id, cooperative_ids: [cooperative_id] });
      if (!may.ok) return may;
      const made = await insertProposal_(tx, by, { ...input, ...may.value, joint_agreement_id: null });
      if (made) return ok(made);
      const { idempotency_key, input_hash } = input;
      const key = { company_id, cooperative_id, idempotency_key };
      return formThere(tx, "agreement", key, { input_hash, otherwise: PROPOSED_OTHERWISE });
    });
  }

  /** Whether this version could be written now. Writes nothing: its paper is made between this and `write`. */
  async mayWrite(
    by: QuoteActor,
    input: { agreement_id: string; upon_version: number },
  ): Promise<Result<Agreement, Refusal>> {
    const found = await findAgreement(this.sql, input.agreement_id);
    return checkWrite(by, found, input.upon_version);
  }

  /** Another version in the place of the last one, by either side. Whoever signed that one signs anew. */
  write(
    by: QuoteActor,
    input: { agreement_id: string; upon_version: number; draft: AgreementDraft; paper: AgreementPaper },
  ): Promise<Result<{ version: number }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const may = checkWrite(by, await lockAgreement_(tx, input.agreement_id), input.upon_version);
      if (!may.ok) return may;
      const agreement_id = may.value.id;
      if (!(await sameGood_(tx, may.value, input.draft))) return ONE_GOOD;
      const version = may.value.version + 1;
      await insertAgreementVersion_(
        tx,
        { agreement_id, version, by: by.side, person: by.id },
        input.draft,
        input.paper,
      );
      await rows(tx, `update agreement set version = ?, by = ?, updated_at = now() where id = ?`, [
        version,
        by.side,
        agreement_id,
      ]);
      await agreementEvent_(tx, agreement_id, { by: by.side, person: by.id, act: "proposed", version });
      await tellAgreement_(tx, agreement_id, "changed", otherSide(by.side));
      return ok({ version });
    });
  }

  /**
   * A side signs the paper that stands; the second signature makes the agreement active. `email`: by which one person on both sides is
   * known. Pressed twice it is one signature.
   */
  sign(
    by: QuoteActor & { email: string | null },
    input: SignInput & { agreement_id: string },
    now = new Date(),
  ): Promise<Result<{ state: AgreementState }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const agreement = await lockAgreement_(tx, input.agreement_id);
      if (!agreement || !isOf(by, agreement)) return AGREEMENT_NOT_THERE;
      const company = await findCompany(tx, agreement.company_id);
      if (company?.state !== "approved")
        return refuse("company_not_approved", "The company has not been approved. Nothing was signed.");
      const [version] = await agreementVersionsOf(tx, agreement.id, agreement.version);
      if (!version) throw new Error(`agreement ${agreement.id} has no version ${agreement.version}`);
      const { sha256 } = version;
      const signatures = (await signaturesOf(tx, agreement.id)).filter((one) => one.version === agreement.version);
      const pressed = signatures.some((one) => one.side === by.side && one.person === by.id);
      if (pressed && input.version === agreement.version && input.sha256 === sha256)
        return ok({ state: agreement.state });
      const person_key = blindIndex("signer", (by.email ?? by.id).trim().toLowerCase());
      const decided = decideSign(
        { state: agreement.state, sha256, signatures: signatures.map((one) => ({ ...one, person: one.person_key })) },
        {
          side: by.side,
          person: person_key,
          name: input.name,
          sha256: input.version === version.version ? input.sha256 : "",
        },
        true,
        now,
      );
      if (!decided.ok) return decided;
      const name = input.name.trim();
      await rows(
        tx,
        `insert into agreement_signature (agreement_id, version, side, person, person_key, name, sha256, signed_at) values (?, ?, ?, ?, ?, ?, ?, ?)`,
        [agreement.id, version.version, by.side, by.id, person_key, name, sha256, now],
      );
      await agreementEvent_(tx, agreement.id, { by: by.side, person: by.id, act: "signed", version: version.version });
      const active = decided.value.state === "active";
      if (active) await become_(tx, agreement, "active");
      await tellAgreement_(tx, agreement.id, active ? "active" : "signed", active ? "both" : otherSide(by.side));
      return ok({ state: decided.value.state });
    });
  }

  /** A proposal is dropped by either side; an active agreement ends early when both have asked for it. What was called off goes on. */
  end(
    by: QuoteActor,
    input: { agreement_id: string; words: string },
  ): Promise<Result<{ state: AgreementState; asked: boolean }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const agreement = await lockAgreement_(tx, input.agreement_id);
      if (!agreement || !isOf(by, agreement)) return AGREEMENT_NOT_THERE;
      const { version } = agreement;
      const done = { by: by.side, person: by.id, version, words: input.words.trim() };
      if (agreement.state === "proposed") {
        await become_(tx, agreement, "dropped");
        await agreementEvent_(tx, agreement.id, { ...done, act: "dropped" });
        return ok({ state: "dropped" as const, asked: false });
      }
      if (agreement.state !== "active") return ok({ state: agreement.state, asked: false });
      if (agreement.end_asked_by === by.side) return ok({ state: "active" as const, asked: true });
      if (agreement.end_asked_by === null) {
        await rows(tx, `update agreement set end_asked_by = ?, updated_at = now() where id = ?`, [
          by.side,
          agreement.id,
        ]);
        await agreementEvent_(tx, agreement.id, { ...done, act: "end_asked" });
        await tellAgreement_(tx, agreement.id, "end_asked", otherSide(by.side));
        return ok({ state: "active" as const, asked: true });
      }
      await become_(tx, agreement, "ended_early");
      await agreementEvent_(tx, agreement.id, { ...done, act: "ended_early" });
      return ok({ state: "ended_early" as const, asked: false });
    });
  }

  /** What the season's end brings: active ones are over, proposals that nobody signed too. How many. */
  endDue(today: string): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const due = await rows<Agreement>(
        tx,
        `select ${AGREEMENT_COLUMNS} from agreement a where ended_at is null and exists (
           select from agreement_version v where v.agreement_id = a.id and v.version = a.version and v.to_day < ?::date)
         order by id limit ? for update skip locked`,
        [today, PER_TICK],
      );
      const of = (active: boolean) => due.filter((one) => (one.state === "active") === active);
      await overAll_(tx, of(true), "ended");
      await overAll_(tx, of(false), "dropped");
      return due.length;
    });
  }

  /** One agreement, when it is there for this side. */
  async one(by: QuoteActor, id: string): Promise<Agreement | undefined> {
    const found = await findAgreement(this.sql, id);
    return found && isOf(by, found) ? found : undefined;
  }

  byId(id: string): Promise<Agreement | undefined> {
    return findAgreement(this.sql, id);
  }

  async whole(by: QuoteActor, id: string): Promise<WholeAgreement | undefined> {
    const agreement = await this.one(by, id);
    if (!agreement) return undefined;
    const [versions, signatures, drawn, call_offs, events] = await Promise.all([
      agreementVersionsOf(this.sql, id),
      signaturesOf(this.sql, id),
      drawnOf(this.sql, [id]),
      callOffsOf(this.sql, id, CALL_OFFS),
      agreementEventsOf(this.sql, id),
    ]);
    return { agreement, versions, signatures, drawn: drawn.get(id) ?? [], call_offs, events };
  }

  /** The bytes that are signed, as they were kept. */
  async paper(by: QuoteActor, id: string, version: number): Promise<{ number: string; pdf: Buffer } | undefined> {
    const agreement = await this.one(by, id);
    if (!agreement) return undefined;
    const found = await row<{ pdf: Buffer }>(
      this.sql,
      `select pdf from agreement_version where agreement_id = ? and version = ?`,
      [id, version],
    );
    return found && { number: agreement.number, pdf: found.pdf };
  }

  /** Newest first, of one side; `open`: those that are proposed or active. */
  list(by: QuoteActor, input: AgreementPage): Promise<ListedAgreement[]> {
    return agreementsOf(this.sql, by, input);
  }

  /** What active agreements commit of these pools, or of all of a cooperative. */
  commitments(of: Parameters<typeof commitmentsOf>[1]): Promise<PoolCommitment[]> {
    return commitmentsOf(this.sql, of);
  }

  /** Companies that a cooperative may propose an agreement to. */
  companiesOf(cooperative_id: string, input: { only?: string | null; limit: number }): Promise<KnownCompany[]> {
    return companiesKnownTo(this.sql, cooperative_id, input);
  }

  /** The mail address of who signs for a company. */
  async buyerEmail(member_id: string): Promise<string | null> {
    return (await findMember(this.sql, member_id))?.email ?? null;
  }
}

async function overAll_(tx: Transaction, agreements: readonly Agreement[], to: "ended" | "dropped"): Promise<void> {
  if (agreements.length === 0) return;
  await becomeAll_(tx, agreements, to);
  await agreementEventOnAll_(tx, agreements, { by: "system", person: null, act: to });
}

const ONE_GOOD = refuse(
  "joint_one_good",
  "This agreement is one of several cooperatives', about one good. Propose another agreement for other goods; nothing was changed.",
  "lines",
);

/** What is called off of several agreements together is the same good in all of them: their versions change its packs and price alone. */
async function sameGood_(tx: Transaction, agreement: Agreement, draft: AgreementDraft): Promise<boolean> {
  if (agreement.joint_agreement_id === null) return true;
  const [first] = await agreementVersionsOf(tx, agreement.id, 1);
  return draft.lines.length === 1 && draft.lines[0]?.variant_id === first?.lines[0]?.variant_id;
}

function checkWrite(
  by: QuoteActor,
  agreement: Agreement | undefined,
  upon_version: number,
): Result<Agreement, Refusal> {
  if (!agreement || !isOf(by, agreement)) return AGREEMENT_NOT_THERE;
  if (agreement.state !== "proposed")
    return refuse(
      "agreement_signed",
      "This agreement is signed by both or has ended: what it says stays. Propose another one.",
    );
  if (agreement.version !== upon_version)
    return refuse("agreement_stale", "There is a newer version of this agreement. Read it first; nothing was changed.");
  if (agreement.version >= MAX_VERSIONS)
    return refuse("too_many_versions", `An agreement has at most ${MAX_VERSIONS} versions. Propose a new one.`);
  return ok(agreement);
}
