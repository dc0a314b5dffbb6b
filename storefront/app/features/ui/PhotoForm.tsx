import { Input, type Problem } from "./Field";

/** What the backend draws anew; the rest it refuses. */
const ACCEPTED = "image/jpeg,image/png,image/webp";

interface Photo {
  label: string;
  hint: string;
  problems: readonly Problem[] | undefined;
}

/** The field for one photo, within a form of its own or among other fields. */
export function PhotoField({ label, hint, problems, pdf = false }: Photo & { pdf?: boolean }) {
  const accept = pdf ? `${ACCEPTED},application/pdf` : ACCEPTED;
  return <Input name="photo" label={label} hint={hint} type="file" accept={accept} problems={problems} />;
}

/** A form that sends one photo; `fields` go with it. */
export function PhotoForm({
  button,
  fields,
  ...photo
}: Photo & { button: string; fields: Readonly<Record<string, string>> }) {
  return (
    <form method="post" encType="multipart/form-data" className="stack" noValidate>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <PhotoField {...photo} />
      <button className="button second">{button}</button>
    </form>
  );
}
