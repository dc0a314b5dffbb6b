import { useTranslations } from "use-intl";
import type { Problem } from "../ui/Field";
import { Input } from "../ui/Field";

/**
 * One field that a scanner types into, a camera fills, or a person writes; its Enter sends the form. The camera's button
 * shows itself where the browser can read codes.
 */
export function ScanForm({
  label,
  hint,
  typed,
  problems,
  button,
  focus = true,
}: {
  label: string;
  hint: string;
  typed?: string | undefined;
  problems?: readonly Problem[] | undefined;
  button: string;
  focus?: boolean;
}) {
  const t = useTranslations("packing.scan");
  return (
    <form
      method="post"
      className="stack"
      noValidate
      id="scan-form"
      data-stop={t("stop")}
      data-camera={t("camera")}
      data-no-camera={t("noCamera")}
      data-no-code={t("noCode")}
      data-sending={t("sending")}
      data-unsent={t("unsent")}
      data-dropped={t("dropped")}
    >
      <input type="hidden" name="intent" value="scan" />
      <div className="card-line">
        <Input
          name="code"
          label={label}
          hint={hint}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={300}
          required
          autoFocus={focus && (!problems || problems.length === 0)}
          defaultValue={typed}
          problems={problems}
        />
        <button className="button">{button}</button>
      </div>
      <div className="row scan-tools">
        <button type="button" className="button second" id="camera-button" hidden>
          {t("camera")}
        </button>
        <button
          type="button"
          className="button quiet"
          id="sound-button"
          data-on={t("soundOn")}
          data-off={t("soundOff")}
          hidden
        />
      </div>
      <p id="scan-says" role="status" />
      <p id="camera-says" role="status" />
      <video id="camera" className="camera" muted playsInline hidden aria-label={t("picture")} />
    </form>
  );
}
