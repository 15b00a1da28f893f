import { issueDetails } from "#shared";
import { AppError } from "#shared";
import { AI_PARAMETERS, aiParameters } from "./ai-parameters.schemas.ts";
import { type Format, FORMATS, type Priority, PRIORITIES } from "./document.ts";
import type { DocumentsSettings } from "./documents.ports.ts";
import { invalid, isObject, oneOf, textOrNull } from "./fields.ts";
import { templateParameters } from "./template-parameters.ts";
import type { StoredTemplate } from "./templates.table.ts";

type Body = Readonly<Record<string, unknown>>;

/** The generator class of templates that write from a query. */
const AI_GENERATOR = "conversational";

const LONGEST_TITLE = 255;
const LONGEST_DESCRIPTION = 2_000;
const PAGE_SIZES = ["A4", "Letter"] as const;

const filled = (value: unknown): value is string =>
  typeof value === "string" && value.trim() !== "";

/** @throws BAD_REQUEST */
export function requiredFields({ template_id, title }: Body): {
  templateId: string;
  title: string;
} {
  if (!filled(template_id) || !filled(title)) {
    throw new AppError("BAD_REQUEST", "template_id and title are required");
  }
  return { templateId: template_id.trim(), title: title.trim().toWellFormed() };
}

/** What is asked for, checked. */
export interface Wish {
  title: string;
  description: string | null;
  priority: Priority;
  parameters: Record<string, unknown>;
  outputFormat: Format;
  honeyJarId: string | null;
  scramblingRequested: boolean;
  /** The academy whose data it shows: the caller needs its capability. */
  academyId: number | null;
}

function checkedTitle(title: string): string {
  if (title.length > LONGEST_TITLE) throw invalid("title", "must be at most 255 characters");
  if (/\p{Cc}/u.test(title)) throw invalid("title", "must not contain control characters");
  return title;
}

function checkedLanguage(language: unknown): void {
  if (language === undefined) return;
  if (typeof language !== "string") throw invalid("parameters.language", language);
  try {
    Intl.getCanonicalLocales(language);
  } catch {
    throw invalid("parameters.language", language);
  }
}

/** The query under its own name; a lenient deployment takes it from what else was said. */
function withQuery(sent: Body, otherwise: string | null): Body {
  const { query, ...rest } = sent;
  const lenient = Object.keys(sent).length === 0 ? otherwise : null;
  const userQuery = rest["user_query"] ?? query ?? lenient;
  if (userQuery === null || userQuery === undefined || userQuery === "") {
    throw new AppError("BAD_REQUEST", "parameters.user_query is required");
  }
  if (typeof userQuery === "string" && userQuery.trim() === "") {
    throw new AppError("BAD_REQUEST", "parameters.user_query is required");
  }
  return { ...rest, user_query: userQuery };
}

function checkedAi(parameters: Body): { academyId: number | null } {
  const parsed = aiParameters.safeParse(parameters);
  if (parsed.success) return { academyId: parsed.data.context?.academy_id ?? null };
  const [first] = issueDetails(parsed.error.issues, parameters);
  throw invalid(`parameters.${first?.param}`, first?.message ?? "must be an object");
}

function checkedParameters(
  body: Body,
  template: StoredTemplate,
  lenientQuery: string | null,
): Pick<Wish, "parameters" | "academyId"> {
  const sent = body["parameters"] ?? {};
  if (!isObject(sent)) throw invalid("parameters", "must be an object");
  oneOf("parameters.page_size", sent["page_size"], PAGE_SIZES, "A4");
  checkedLanguage(sent["language"]);
  const isAi = template.generator_class === AI_GENERATOR;
  const parameters = templateParameters(template, isAi ? withQuery(sent, lenientQuery) : sent);
  if (isAi) return { parameters, ...checkedAi(parameters) };
  const academyId = parameters["academy_id"];
  return { parameters, academyId: typeof academyId === "number" ? academyId : null };
}

function checkedJar(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw invalid("honey_jar_id", value);
  return value;
}

/** The fields of a creation in their order. @throws BAD_REQUEST */
export function wishOf(
  body: Body,
  title: string,
  template: StoredTemplate,
  { lenientParameters }: DocumentsSettings,
): Wish {
  const formats = FORMATS.filter((format) => template.output_formats.includes(format));
  const scrambling = body["scrambling_enabled"] ?? true;
  const description = textOrNull("description", body["description"], LONGEST_DESCRIPTION);
  const lenientQuery = lenientParameters ? description?.trim() || title : null;
  const wish = {
    title: checkedTitle(title),
    description,
    priority: oneOf<Priority>("priority", body["priority"], PRIORITIES, "normal"),
    ...checkedParameters(body, template, lenientQuery),
    outputFormat: oneOf("output_format", body["output_format"], formats, formats[0] ?? "pdf"),
    honeyJarId: checkedJar(body["honey_jar_id"]),
  };
  if (typeof scrambling !== "boolean") throw invalid("scrambling_enabled", scrambling);
  return { ...wish, scramblingRequested: scrambling };
}

const OF_EVERY_TEMPLATE = ["page_size", "language"];

/** Names of parameters that nothing reads. */
export function ignoredParameters(
  { generator_class, parameters: declared }: StoredTemplate,
  parameters: Body,
): string[] {
  const ai = generator_class === AI_GENERATOR ? AI_PARAMETERS : [];
  const known = new Set([...OF_EVERY_TEMPLATE, ...ai, ...declared.map(({ name }) => name)]);
  return Object.keys(parameters).filter((name) => !known.has(name));
}
