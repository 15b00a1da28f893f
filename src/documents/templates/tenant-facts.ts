import type { Assignment } from "../generator.ts";
import type { TenantFacts } from "../retrieval/retrieval.ports.ts";
import { isObject } from "../fields.ts";
import { collectData, factsOf } from "./data-generator.ts";
import { type DataTemplate, generatorClass, type TemplateDeps } from "./data-template.ts";
import { dataTemplates } from "./registry.ts";
import { mayUse } from "./template-rights.ts";
import { listTemplates } from "./templates.repository.ts";

/**
 * What a template needs beside defaults: an academy, which the request names or not. The capability
 * on it was checked when the document was asked for.
 */
function parametersFor(
  { parameters }: DataTemplate,
  academyId: unknown,
): Record<string, unknown> | null {
  if (!("academy_id" in parameters)) return {};
  return typeof academyId === "number" ? { academy_id: academyId } : null;
}

/**
 * Facts of the data templates for a document that asks for the tenant's own data: of those that its
 * author could make a document of.
 */
export const tenantFacts =
  (deps: TemplateDeps) =>
  async ({
    tenantId,
    asOf,
    parameters,
    userRole,
  }: Pick<Assignment, "tenantId" | "asOf" | "parameters" | "userRole">): Promise<TenantFacts[]> => {
    const { context } = parameters;
    const academyId = isObject(context) ? context["academy_id"] : undefined;
    const rows = await listTemplates(deps.db, tenantId, asOf);
    const usable = new Set(
      rows
        .filter((row) => row.is_active && mayUse(userRole, row))
        .map((row) => row.generator_class),
    );
    const told = dataTemplates.flatMap((template) => {
      const sent = parametersFor(template, academyId);
      return sent && usable.has(generatorClass(template.name)) ? [{ template, sent }] : [];
    });
    const occasion = { tenantId, honeyJarId: null, asOf };
    return Promise.all(
      told.map(async ({ template, sent }) => {
        const { data } = await collectData(deps, template, occasion, sent);
        return { title: template.name, sentences: factsOf(template, data) };
      }),
    );
  };
