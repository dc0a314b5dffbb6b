import { readGoods, type PackOf } from "@commonlot/domain";
import type { Sql } from "../../../lib/sql";

/**
 * For names of packs the ids of those that each fits: none, one, or several. One query for any number of names; a name that is missing fits none. On the
 * connection that is given: who asks within a transaction takes no second one.
 */
export type PackNames = (sql: Sql, names: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;

/** Where nothing is sold. */
export const NO_NAMES: PackNames = () => Promise.resolve(new Map());

/** What a company has said that names of its sheet mean, by the name as it is compared. */
export type SaidNames = Readonly<Record<string, string>>;

/** A name as it is compared: wide letters, capitals and blanks don't matter. */
export const plainName = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");

/** The names of packs in these cells, each once. */
export function namesIn(cells: readonly string[]): string[] {
  return [...new Set(cells.flatMap((cell) => readGoods(cell).map(({ name }) => name)))];
}

/** What names mean, looked up once each: first what was said of this sheet, then what is sold under them. */
export class KnownNames {
  private readonly known = new Map<string, readonly string[]>();

  constructor(
    private readonly names: PackNames,
    private readonly said: SaidNames,
  ) {}

  /** Looks up the names in these cells that were not looked up before. */
  async learn(sql: Sql, cells: readonly string[]): Promise<PackOf> {
    const fresh = namesIn(cells).filter((name) => !this.known.has(name));
    const asked = fresh.filter((name) => !Object.hasOwn(this.said, plainName(name)));
    const found = asked.length === 0 ? new Map<string, readonly string[]>() : await this.names(sql, asked);
    for (const name of fresh) {
      const said = Object.hasOwn(this.said, plainName(name)) ? this.said[plainName(name)] : undefined;
      this.known.set(name, said === undefined ? (found.get(name) ?? []) : [said]);
    }
    return (name) => this.known.get(name) ?? [];
  }
}
