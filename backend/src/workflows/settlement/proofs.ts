import { proofVillages, readProof, sameProofSums, type ProofLack } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { invoicePdf } from "../../lib/print/invoice";
import { pemOf } from "../../lib/proof-key";
import { proofPaper, proofTable, proofUrl } from "../../lib/proof-paper";
import { refuseWith, valueOf } from "../../lib/refusal";
import { dayIn, HOME_TZ } from "../../lib/today";
import type { Words } from "../../lib/words";
import type CooperativeService from "../../modules/cooperative/service";
import type ParcelService from "../../modules/parcel/service";
import type { ProofFileKind, ProofRow, ProofWords } from "../../modules/settlement/proofs";
import type SettlementService from "../../modules/settlement/service";
import type VillageService from "../../modules/village/service";
import type WholesaleService from "../../modules/wholesale/service";

// Medusa tells a line's quantity with its totals, and not without.
const FIELDS = [
  "id",
  "total",
  "display_id",
  "created_at",
  "items.id",
  "items.title",
  "items.product_title",
  "items.variant_title",
  "items.quantity",
];

/** The proofs of an order as its buyer and its seller see them; what is missing for one, and from when it may be there. */
export async function proofsOf(container: MedusaContainer, order_id: string) {
  const { proofs }: SettlementService = container.resolve("settlement");
  const parcels: ParcelService = container.resolve("parcel");
  const lack = await proofs.lackOf(order_id, await parcels.deliveredAt(order_id));
  const versions = await proofs.ofOrder(order_id);
  return {
    lack: lack?.lack ?? (null as ProofLack | null),
    from: lack?.from?.toISOString() ?? null,
    /** The sums are others than in the last version: another one says them. */
    changed: versions[0] !== undefined && (await isChanged(container, versions[0])),
    versions: versions.map(versionFields),
  };
}

const versionFields = (one: ProofRow) => ({
  version: one.version,
  number: one.number,
  sha256: one.sha256,
  currency: one.currency,
  paid_minor: Number(one.paid_minor),
  households_minor: Number(one.households_minor) - Number(one.taken_back_minor),
  households: one.households,
  issued_at: one.issued_at.toISOString(),
});

/** Issues the next version; when nothing has changed, it is the last one. */
export async function issueProof(container: MedusaContainer, order_id: string, issued_by: string) {
  const { proofs }: SettlementService = container.resolve("settlement");
  const words = await wordsOf(container, order_id);
  if (!words) refuseWith("order_not_found", "There is no such order.");
  return versionFields(valueOf(await proofs.issue(order_id, words, issued_by)));
}

/** One version as a file. What leaves the house is found again by its own hash. */
export async function proofFile(
  container: MedusaContainer,
  asked: { order_id: string; version: number; kind: ProofFileKind; language: "zh" | "en" },
): Promise<{ bytes: Buffer; name: string; type: string }> {
  const { proofs }: SettlementService = container.resolve("settlement");
  const found = (await proofs.ofOrder(asked.order_id)).find((one) => one.version === asked.version);
  if (!found) refuseWith("proof_not_found", "There is no such proof of this order.");
  const { kind, language } = asked;
  const proof = readProof(found.text);
  const bytes = kind === "csv" ? proofTable(proof, language) : await invoicePdf(proofPaper(proof, found, language));
  await proofs.handedOut(found.id, { kind, language, bytes });
  return {
    bytes,
    name: `proof-${found.number}.${kind}`,
    type: kind === "csv" ? "text/csv; charset=utf-8" : "application/pdf",
  };
}

/** What anybody may know who has a proof, or a file of it: that it is ours, of when, and how much for how many; no name. */
export async function checkProof(container: MedusaContainer, hash: string) {
  const { proofs }: SettlementService = container.resolve("settlement");
  const found = await proofs.byHash(hash);
  if (!found) refuseWith("proof_not_found", "No proof of ours has this hash.");
  const { proof: row, latest, file, holds } = found;
  const proof = readProof(row.text);
  const state =
    row.version < latest ? ("replaced" as const) : (await isChanged(container, row)) ? ("changed" as const) : "current";
  return {
    ...versionFields(row),
    state,
    latest,
    holds,
    file,
    divided_on: proof.divided_on,
    grams: Number(proof.rows.reduce((sum, one) => sum + one.grams, 0n)),
    villages: proofVillages(proof.rows).map(({ village, households }) => ({ name: village, households })),
    cooperatives: [...new Map(proof.rows.map((one) => [one.cooperative.zh, one.cooperative])).values()],
    signature: row.signature,
    public_key: row.public_key,
    url: proofUrl(row.sha256, "zh"),
  };
}

/** By which keys signatures are checked without us. */
export async function proofKeys(container: MedusaContainer) {
  const { proofs }: SettlementService = container.resolve("settlement");
  return (await proofs.publicKeys()).map((one) => ({ ...one, algorithm: "Ed25519", pem: pemOf(one.public_key) }));
}

async function isChanged(container: MedusaContainer, row: ProofRow): Promise<boolean> {
  const { proofs }: SettlementService = container.resolve("settlement");
  const words = await wordsOf(container, row.order_id);
  if (!words) return false;
  const today = await proofs.figures(row.order_id, words);
  return !today.ok || !sameProofSums(today.value.totals, readProof(row.text).totals);
}

async function wordsOf(container: MedusaContainer, order_id: string): Promise<ProofWords | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { proofs }: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const villages: VillageService = container.resolve("village");
  const parcels: ParcelService = container.resolve("parcel");
  const { orders }: WholesaleService = container.resolve("wholesale");
  const [{ data }, household_ids, claim_ids, company, all] = await Promise.all([
    query.graph({ entity: "order", fields: FIELDS, filters: { id: order_id } }),
    proofs.householdsOf(order_id),
    parcels.claims.idsOfOrder(order_id),
    orders.ofOrder(order_id),
    cooperatives.cooperatives(),
  ]);
  const order = data[0];
  if (!order) return undefined;
  const households = household_ids.length === 0 ? [] : await cooperatives.householdsById(household_ids);
  const village_ids = [...new Set(households.map((one) => one.village_id))];
  const found = village_ids.length === 0 ? [] : await villages.villages(village_ids);
  const named = new Map(found.map((one): [string, Words] => [one.id, { zh: one.name_zh, en: one.name_en }]));
  return {
    order_number: Number(order.display_id),
    placed_on: dayIn(HOME_TZ, new Date(order.created_at)),
    buyer: company?.company ?? null,
    lines: new Map(
      (order.items ?? []).flatMap((item) =>
        item
          ? [
              [
                item.id,
                {
                  title: item.product_title ?? item.title,
                  pack: item.variant_title ?? "",
                  packs: Math.trunc(Number(item.quantity)) || 0,
                },
              ] as const,
            ]
          : [],
      ),
    ),
    villages: new Map(
      households.flatMap(({ household_id, village_id }) => {
        const name = named.get(village_id);
        return name ? [[household_id, name] as const] : [];
      }),
    ),
    cooperatives: new Map(all.map((one) => [one.id, { zh: one.name_zh, en: one.name_en }] as const)),
    claim_ids,
  };
}
