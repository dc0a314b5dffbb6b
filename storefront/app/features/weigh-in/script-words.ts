import { useMessages } from "use-intl";
import { PROBLEMS } from "./read";

/**
 * The words of the page's script, in the page's language: it fills {names} itself and brings no message library. They are
 * taken as they are written, so plurals have no place in them.
 */
export function useScriptWords(): Record<string, string> {
  const { intakeScript: words, intake } = useMessages() as unknown as {
    intakeScript: Record<string, string | Record<string, string>>;
    intake: { bad: Record<string, string> };
  };
  const flat = Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[key, value] as const]
      : Object.entries(value).map(([inner, text]) => [`${key}.${inner}`, text] as const),
  );
  return Object.fromEntries([
    ...flat,
    ...PROBLEMS.map((reason) => [`bad.${reason}`, intake.bad[reason] ?? ""] as const),
  ]);
}

/** Every word that the script asks for: the texts' spec looks for their names in the code. */
export const SCRIPT_WORDS = [
  "waiting",
  "nothingWaits",
  "offline",
  "signedOut",
  "otherMember",
  "refusedCount",
  "ofOthers",
  "photoWaits",
  "repeatHere",
  "problems",
  "pieces",
  "weight",
  "net",
  "deductedLive",
  "counts",
  "price",
  "scan",
  "stopScan",
  "cantScan",
  "noCamera",
  "noCode",
  "mend",
  "drop",
  "confirm",
  "same",
  "roll",
  "a6",
] as const;
