import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { row, rows, type Sql } from "../../lib/sql";

/** A basket, sack or crate whose weight is known. */
export interface ContainerType {
  code: string;
  name: string;
  tare_g: number;
}

export interface Scale {
  code: string;
  name: string;
  /** The most it weighs. */
  limit_g: number;
}

/** What stands at a cooperative's weighing place. */
export class Equipment {
  constructor(private readonly sql: Knex) {}

  containers(cooperative_id: string): Promise<ContainerType[]> {
    return rows(
      this.sql,
      `select code, name, tare_g::float8 as tare_g from container_type where cooperative_id = ? and active order by code limit 100`,
      [cooperative_id],
    );
  }

  scales(cooperative_id: string): Promise<Scale[]> {
    return rows(
      this.sql,
      `select code, name, limit_g::float8 as limit_g from scale where cooperative_id = ? and active order by code limit 100`,
      [cooperative_id],
    );
  }

  /** Adds a container or changes its name and tare: lots weighed before keep the tare that stands on their ticket. */
  async setContainer(input: ContainerType & { cooperative_id: string }): Promise<void> {
    await this.sql.raw(
      `insert into container_type (id, cooperative_id, code, name, tare_g) values (?, ?, ?, ?, ?)
       on conflict on constraint container_type_code do update set name = excluded.name, tare_g = excluded.tare_g, active = true`,
      [newId("container"), input.cooperative_id, input.code, input.name, input.tare_g],
    );
  }

  async setScale(input: Scale & { cooperative_id: string }): Promise<void> {
    await this.sql.raw(
      `insert into scale (id, cooperative_id, code, name, limit_g) values (?, ?, ?, ?, ?)
       on conflict on constraint scale_code do update set name = excluded.name, limit_g = excluded.limit_g, active = true`,
      [newId("scale"), input.cooperative_id, input.code, input.name, input.limit_g],
    );
  }
}

/** Containers at once on a scale: a pallet of sacks at most. */
export const MAX_CONTAINERS = 1_000;

export type TareRefusal = Refusal<"unknown_container" | "tare_differs">;

/**
 * The tare of a weigh-in in grams: as typed, or that of its containers. Both are welcome when they agree; when they
 * differ somebody looked at the wrong basket, and nothing is guessed.
 */
export async function tareOf(
  sql: Sql,
  input: { cooperative_id: string; tare_g?: number; container?: string; containers?: number },
): Promise<Result<number | undefined, TareRefusal>> {
  if (input.container === undefined) return ok(input.tare_g);
  const found = await row<{ tare_g: number }>(
    sql,
    `select tare_g::float8 as tare_g from container_type where cooperative_id = ? and code = ? and active`,
    [input.cooperative_id, input.container],
  );
  if (!found) {
    return refuse(
      "unknown_container",
      "There is no such container in this cooperative. Type the tare instead.",
      "container",
    );
  }
  const tare_g = found.tare_g * (input.containers ?? 1);
  if (input.tare_g !== undefined && input.tare_g !== tare_g) {
    const message = `The containers weigh ${tare_g} g, the tare typed is ${input.tare_g} g. Leave one of them out.`;
    return refuse("tare_differs", message, "tare_g");
  }
  return ok(tare_g);
}

/** The limit of a scale that the cooperative knows; a name it does not know has the limit of the largest scale. */
export async function scaleLimit(
  sql: Sql,
  cooperative_id: string,
  code: string | undefined,
): Promise<number | undefined> {
  if (code === undefined) return undefined;
  const found = await row<{ limit_g: number }>(
    sql,
    `select limit_g::float8 as limit_g from scale where cooperative_id = ? and code = ? and active`,
    [cooperative_id, code],
  );
  return found?.limit_g;
}
