import {
  createContext,
  useContext,
  useEffect,
  useRef,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from "react";
import { useTranslations } from "use-intl";

/** What is wrong with which field; `text` is already in the reader's language. */
export interface Problem {
  /** What is to be mended; NO_FIELD when nothing that was typed is wrong. */
  readonly field: string;
  readonly text: string;
}

/** The shop did not answer, or somebody was quicker: there is nothing to mend, only to press again. */
export const NO_FIELD = "problems";

/** Of several forms of one kind on a page: what each one's ids begin with, so that a label points into its own form. */
const Scope = createContext("");

export function FieldScope({ of, children }: { of: string; children: ReactNode }) {
  return <Scope.Provider value={of}>{children}</Scope.Provider>;
}

/** The id of a field in a scope; on a page of one form it is the field's name. */
export const fieldId = (scope: string, name: string): string => (scope === "" ? name : `${scope}-${name}`);
export const useFieldId = (name: string): string => fieldId(useContext(Scope), name);

interface Shared {
  name: string;
  label: string;
  hint?: string | undefined;
  problems?: readonly Problem[] | undefined;
}

/** The list above a form of what must be mended, each leading to its field. `scope`: of which of several forms. */
export function ProblemSummary({
  problems,
  scope = "",
}: {
  problems: readonly Problem[] | undefined;
  scope?: string | undefined;
}) {
  const t = useTranslations("form");
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => summary.current?.focus(), [problems]);
  if (!problems || problems.length === 0) return null;
  return (
    // Without script the attribute takes the focus here, with script the effect does.
    <div className="problems" role="alert" tabIndex={-1} id={NO_FIELD} ref={summary} autoFocus>
      <h2>
        {problems.every(({ field }) => field === NO_FIELD) ? t("notDone") : t("problems", { count: problems.length })}
      </h2>
      <ul>
        {problems.map((problem) => (
          <li key={problem.field + problem.text}>
            {problem.field === NO_FIELD ? (
              problem.text
            ) : (
              <a href={`#${fieldId(scope, problem.field)}`}>{problem.text}</a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Input({
  name,
  label,
  hint,
  problems,
  ...rest
}: Shared & Omit<InputHTMLAttributes<HTMLInputElement>, "name">) {
  return (
    <Frame name={name} label={label} hint={hint} problems={problems}>
      {(described) => <input name={name} {...described} {...rest} />}
    </Frame>
  );
}

export function TextArea({
  name,
  label,
  hint,
  problems,
  ...rest
}: Shared & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name">) {
  return (
    <Frame name={name} label={label} hint={hint} problems={problems}>
      {(described) => <textarea name={name} {...described} {...rest} />}
    </Frame>
  );
}

export function Select({
  name,
  label,
  hint,
  problems,
  children,
  ...rest
}: Shared & { children: ReactNode } & Omit<SelectHTMLAttributes<HTMLSelectElement>, "name">) {
  return (
    <Frame name={name} label={label} hint={hint} problems={problems}>
      {(described) => (
        <select name={name} {...described} {...rest}>
          {children}
        </select>
      )}
    </Frame>
  );
}

interface Described {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

function Frame({ name, label, hint, problems, children }: Shared & { children: (described: Described) => ReactNode }) {
  const wrong = problems?.find((problem) => problem.field === name);
  const id = useFieldId(name);
  const ids = [hint === undefined ? [] : `${id}-hint`, wrong ? `${id}-wrong` : []].flat().join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {wrong ? (
        <span className="wrong" id={`${id}-wrong`}>
          {wrong.text}
        </span>
      ) : null}
      {children({ id, "aria-describedby": ids === "" ? undefined : ids, "aria-invalid": wrong ? true : undefined })}
    </div>
  );
}
