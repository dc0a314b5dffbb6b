import { writeFile } from "node:fs/promises";
import path from "node:path";
import { blindIndex } from "../../../src/lib/blind-index";
import type { House } from "../../../../dev/src/testing/house";

/** Of a third relative, who knocks. */
export const RELATIVES_PHONE = "+8613800138077";

/** A person, a delegate, a checked list and a printed sheet of cards of one household. */
export async function insertRegister(house: House, input: { cooperative: string; household: string }) {
  const ids = {
    person: "person_matrix",
    delegate: "delegate_matrix",
    second_delegate: "delegate_matrix_2",
    import: "import_matrix",
    card_sheet: "cards_matrix",
    member: "member_matrix",
    invite: "invite_matrix",
    collection_time: "ctime_matrix",
  };
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  await put(
    `insert into household_person (id, household_id, name, relation, added_by) values ($1, $2, 'canary-person', 'spouse', 'matrix')`,
    ids.person,
    input.household,
  );
  for (const id of [ids.delegate, ids.second_delegate]) {
    await put(
      `insert into household_delegate (id, household_id, name, relation, phone_sealed, phone_last4, may, added_by)
       values ($1, $2, 'canary-delegate', 'child', 'canary-sealed-phone', '9911', 'look', 'matrix')`,
      id,
      input.household,
    );
  }
  await put(
    `insert into household_delegate (id, household_id, name, relation, phone_sealed, phone_last4, phone_index, may, added_by)
     values ('delegate_matrix_3', $1, 'canary-delegate', 'child', 'canary-sealed-phone', '0077', $2, 'look', 'matrix')`,
    input.household,
    blindIndex("phone", RELATIVES_PHONE),
  );
  await put(`insert into coop_member (id, name, email) values ($1, 'matrix', 'member@matrix.example')`, ids.member);
  await put(
    `insert into membership (member_id, cooperative_id, role) values ($1, $2, 'packer')`,
    ids.member,
    input.cooperative,
  );
  await put(
    `insert into member_invite (id, cooperative_id, name, email, role, token_hash, invited_by, expires_at)
     values ($1, $2, 'canary-invited', 'first@matrix.example', 'packer', 'none', 'matrix', now() + interval '1 day')`,
    ids.invite,
    input.cooperative,
  );
  await put(
    `insert into collection_time (id, cooperative_id, weekday, from_time, to_time, set_by) values ($1, $2, 7, '06:00', '07:00', 'matrix')`,
    ids.collection_time,
    input.cooperative,
  );
  // Written already: writing it again changes nothing, and says so to those who may ask.
  await put(
    `insert into household_import (id, cooperative_id, made_by, households, state, written_at) values ($1, $2, 'matrix', 1, 'written', now())`,
    ids.import,
    input.cooperative,
  );
  const file = path.join("labels", "cards-matrix.pdf");
  await writeFile(path.join(house.env.FILES_DIR ?? "", file), "%PDF canary-cards");
  await put(
    `insert into card_sheet (id, cooperative_id, made_by, household_ids, state, file, pages, sha256, printed_at)
     values ($1, $2, 'matrix', $3, 'printed', $4, 1, 'none', now())`,
    ids.card_sheet,
    input.cooperative,
    [input.household],
    file,
  );
  return ids;
}
