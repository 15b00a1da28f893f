import { z } from "zod";
import { FORMATS } from "./document.ts";

const parameter = z.object({
  name: z.string(),
  type: z.enum(["text", "number", "boolean", "date", "select", "multiselect"]),
  label: z.string(),
  required: z.boolean(),
  default: z.unknown().optional(),
  options: z.array(z.unknown()).optional(),
  help: z.string().optional(),
});

const item = z
  .object({
    id: z.uuid(),
    name: z.string(),
    display_name: z.string(),
    description: z.string(),
    category: z.string(),
    generator_class: z.string(),
    required_role: z.enum(["user", "admin"]),
    security_level: z.string(),
    scrambling_profile: z.string(),
    requires_scrambling: z.boolean(),
    is_active: z.boolean(),
    is_premium: z.boolean(),
    output_formats: z.array(z.enum(FORMATS)),
    max_output_tokens: z.int(),
    estimated_time_minutes: z.int(),
    parameters: z.array(parameter),
    created_by: z.string(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: "ReportTemplate" });

export const templateList = z.object({
  success: z.literal(true),
  data: z.object({
    templates: z.array(item),
    count: z.int(),
    user_role: z.enum(["user", "admin"]),
  }),
});

export const templateAnswer = z.object({
  success: z.literal(true),
  data: z.object({ template: item.extend({ template_config: z.looseObject({}) }) }),
});

export const permissions = z.object({
  success: z.literal(true),
  data: z.object({
    template_id: z.string(),
    required_role: z.enum(["user", "admin"]),
    user_permissions: z.object({
      can_view: z.boolean(),
      can_edit: z.boolean(),
      can_delete: z.boolean(),
      can_execute: z.boolean(),
    }),
  }),
});

/** For readers of the description: the fields are checked in an order of their own. */
export const newTemplate = z
  .object({
    name: z.string(),
    description: z.string(),
    generator_class: z.string().describe("One that the deployment has."),
    parameters: z.array(parameter),
    display_name: z.string().optional(),
    category: z.string().optional().describe("Default custom."),
    output_formats: z.array(z.enum(FORMATS)).optional(),
    required_role: z.enum(["user", "admin"]).optional(),
    requires_scrambling: z.boolean().optional(),
    max_output_tokens: z.int().min(1_024).max(65_536).optional(),
    estimated_time_minutes: z.int().min(1).optional(),
    security_level: z.string().optional(),
    is_active: z.boolean().optional(),
    template_config: z
      .object({
        writer: z.enum(["extractive", "model"]).optional(),
        instructions: z.string().optional(),
        defaults: z.record(z.string(), z.unknown()).optional(),
      })
      .optional(),
  })
  .meta({ id: "NewReportTemplate" });
