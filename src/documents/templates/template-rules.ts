import { AppError } from "#shared";
import { type Format, FORMATS } from "../document.ts";
import { invalid, isObject, oneOf } from "../fields.ts";
import type { StoredTemplate, TemplateConfig, TemplateParameter } from "../templates.table.ts";

type Body = Readonly<Record<string, unknown>>;

/** What a tenant may set of a template. */
export type TemplateFields = Omit<
  StoredTemplate,
  "id" | "scrambling_profile" | "is_premium" | "created_by" | "created_at" | "updated_at"
>;

const TYPES = ["text", "number", "boolean", "date", "select", "multiselect"] as const;
const REQUIRED = ["name", "description", "generator_class", "parameters"] as const;
const TOKENS = [1_024, 65_536] as const;
const MINUTES = [1, 1_440] as const;

function text(field: string, value: unknown, longest: number): string {
  if (typeof value !== "string" || value.trim() === "") throw invalid(field, value);
  if (value.length > longest) throw invalid(field, `must be at most ${longest} characters`);
  return value.trim().toWellFormed().replaceAll("\0", "\uFFFD");
}

function whole(field: string, value: unknown, [low, high]: readonly [number, number]): number {
  if (Number.isInteger(value) && Number(value) >= low && Number(value) <= high)
    return Number(value);
  throw invalid(field, `must be a whole number from ${low} to ${high}`);
}

function flag(field: string, value: unknown): boolean {
  if (typeof value !== "boolean") throw invalid(field, value);
  return value;
}

function formats(value: unknown): Format[] {
  const chosen = FORMATS.filter((format) => Array.isArray(value) && value.includes(format));
  if (!Array.isArray(value) || chosen.length !== value.length || chosen.length === 0) {
    throw invalid("output_formats", value);
  }
  return chosen;
}

function parameter(value: unknown): TemplateParameter {
  if (!isObject(value)) throw invalid("parameters", value);
  const { options, help } = value;
  if (options !== undefined && !Array.isArray(options))
    throw invalid("parameters.options", options);
  return {
    name: text("parameters.name", value["name"], 100),
    type: oneOf("parameters.type", value["type"], TYPES, "text"),
    label: text("parameters.label", value["label"], 255),
    required: value["required"] === true,
    ...(value["default"] !== undefined && { default: value["default"] }),
    ...(options !== undefined && { options }),
    ...(help !== undefined && { help: text("parameters.help", help, 1_000) }),
  };
}

function parameters(value: unknown): TemplateParameter[] {
  if (!Array.isArray(value)) throw invalid("parameters", "must be a list");
  return value.map(parameter);
}

function config(value: unknown): TemplateConfig {
  if (!isObject(value)) throw invalid("template_config", value);
  const { writer, instructions, defaults } = value;
  if (defaults !== undefined && !isObject(defaults)) {
    throw invalid("template_config.defaults", defaults);
  }
  return {
    ...(writer !== undefined && {
      writer: oneOf("template_config.writer", writer, ["extractive", "model"], "extractive"),
    }),
    ...(instructions !== undefined && {
      instructions: text("template_config.instructions", instructions, 8_000),
    }),
    ...(defaults !== undefined && { defaults }),
  };
}

const RULES: { [Field in keyof TemplateFields]: (value: unknown) => TemplateFields[Field] } = {
  name: (value) => text("name", value, 255),
  description: (value) => text("description", value, 2_000),
  generator_class: (value) => text("generator_class", value, 100),
  parameters,
  display_name: (value) => text("display_name", value, 255),
  category: (value) => text("category", value, 100),
  output_formats: formats,
  required_role: (value) => oneOf("required_role", value, ["user", "admin"], "user"),
  requires_scrambling: (value) => flag("requires_scrambling", value),
  max_output_tokens: (value) => whole("max_output_tokens", value, TOKENS),
  estimated_time_minutes: (value) => whole("estimated_time_minutes", value, MINUTES),
  security_level: (value) => text("security_level", value, 50),
  is_active: (value) => flag("is_active", value),
  template_config: config,
};

/** The fields that were sent, checked. @throws BAD_REQUEST */
export function sentFields(body: Body): Partial<TemplateFields> {
  const sent = Object.entries(RULES).filter(([field]) => body[field] !== undefined);
  return Object.fromEntries(sent.map(([field, rule]) => [field, rule(body[field])]));
}

/** All fields of a new template. @throws BAD_REQUEST */
export function newFields(body: Body): TemplateFields {
  for (const field of REQUIRED) {
    const value = body[field];
    if (value === undefined || value === null || (typeof value === "string" && !value.trim())) {
      throw new AppError("BAD_REQUEST", `${field} is required`);
    }
  }
  const sent = sentFields(body);
  const usual = {
    display_name: sent.name ?? "",
    category: "custom",
    output_formats: [...FORMATS],
    required_role: "user" as const,
    requires_scrambling: false,
    max_output_tokens: 16_384,
    estimated_time_minutes: 5,
    security_level: "standard",
    is_active: true,
    template_config: {},
  };
  // The required ones are there, as seen above.
  return { ...usual, ...sent } as TemplateFields;
}
