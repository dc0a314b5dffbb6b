import { rm } from "node:fs/promises";
import path from "node:path";
import type { Refusal, Result } from "@commonlot/domain";
import { readEnv } from "../env";
import { newId } from "./ids";
import { writeWhole } from "./keep-photo";
import { paperFile, readPdf } from "./pdf-file";
import { valueOf } from "./refusal";
import { sweepFiles, type ShownOf } from "./sweep-files";

const FOLDER = "certificate-papers";

export const papersFolder = (): string => path.join(readEnv().FILES_DIR, FOLDER);

/** Keeps a PDF as it is. The file is whole before `record` writes the row that names it, and goes when the row is refused. */
export async function keepPaper(
  source: Buffer,
  record: (paper: {
    id: string;
    bytes: number;
    source_sha256: string;
  }) => Promise<Result<{ id: string; repeated: boolean }, Refusal>>,
): Promise<{ id: string; repeated: boolean }> {
  const { source_sha256 } = valueOf(readPdf(source));
  const id = newId("paper");
  await writeWhole(path.join(papersFolder(), `${id}.pdf`), source);
  const recorded = await record({ id, bytes: source.length, source_sha256 });
  if (!recorded.ok || recorded.value.repeated) await removePaperFile(id);
  return valueOf(recorded);
}

/** Takes one paper's file away; one that is gone already is. */
export const removePaperFile = (id: string): Promise<void> =>
  rm(path.join(papersFolder(), `${id}.pdf`), { force: true });

/** Takes away files of papers, older than an hour, that no row names. How many went. */
export const sweepPapers = (shownOf: ShownOf, now: Date): Promise<number> =>
  sweepFiles(papersFolder(), paperFile, shownOf, now);
