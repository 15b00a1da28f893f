import { invalid } from "./fields.ts";
import type { StoredTemplate, TemplateParameter } from "./templates.table.ts";

const DATE = /^\d{4}-\d{2}-\d{2}$/;

const isDate = (value: unknown): boolean =>
  typeof value === "string" &&
  DATE.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

const isOption = ({ options }: TemplateParameter, value: unknown): boolean =>
  options === undefined || options.includes(value);

const FITS: Record<TemplateParameter["type"], (of: TemplateParameter, value: unknown) => boolean> =
  {
    text: (_, value) => typeof value === "string",
    number: (_, value) => typeof value === "number" && Number.isFinite(value),
    boolean: (_, value) => typeof value === "boolean",
    date: (_, value) => isDate(value),
    select: isOption,
    multiselect: (of, value) => Array.isArray(value) && value.every((one) => isOption(of, one)),
  };

/** The template's own parameters, defaults filled in. @throws BAD_REQUEST */
export function templateParameters(
  { parameters: declared, template_config: config }: StoredTemplate,
  sent: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = { ...config.defaults, ...sent };
  for (const parameter of declared) {
    const { name, required } = parameter;
    const value = values[name] ?? parameter.default;
    if (value === undefined || value === "") {
      if (required) throw invalid(`parameters.${name}`, "is required");
      continue;
    }
    if (!FITS[parameter.type](parameter, value)) throw invalid(`parameters.${name}`, value);
    values[name] = value;
  }
  return values;
}
