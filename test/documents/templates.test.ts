import { describe, expect, it } from "vitest";
import { newKey } from "../kit/server.ts";
import { BEE, create, createWorld, json, newCaller, post, read, REPORTS, work } from "./world.ts";

it("lists templates by role and category, the seeded ones from the first look", async () => {
  const world = createWorld();
  const { key, adminKey } = await newCaller(world);
  const templates = async (as: string, query = "") =>
    (await json(await world.server.request(`${REPORTS}/templates${query}`, { key: as }))).data;
  const all = await templates(adminKey);
  expect([all.count, all.user_role]).toEqual([8, "admin"]);
  expect(all.templates.map(({ name }: { name: string }) => name)).toEqual([
    "Acquisition Funnel",
    "Bee Conversational Report",
    "Churn Risk Briefing",
    "Performance Dashboard",
    "PII Compliance",
    "Knowledge Base Analytics",
    "Security Audit",
    "System Health",
  ]);
  const bee = all.templates[1];
  expect(bee).toMatchObject({
    id: "cc030440-0005-470f-8341-6ec798d00445",
    generator_class: "conversational",
    requires_scrambling: true,
    max_output_tokens: 16_384,
    estimated_time_minutes: 15,
    output_formats: ["pdf", "md", "html"],
    is_active: true,
  });
  const users = await templates(key);
  expect([users.count, users.user_role]).toEqual([6, "user"]);
  expect((await templates(key, "?category=system")).count).toBe(1);
  expect((await templates(key, "?category=nope")).templates).toEqual([]);
  const one = async (as: string, id: string) => {
    const response = await world.server.request(`${REPORTS}/templates/${id}`, { key: as });
    const { data, error } = await json(response);
    return [response.status, data?.template.name ?? error];
  };
  expect(await one(key, bee.id)).toEqual([200, "Bee Conversational Report"]);
  const audit = "0a6a644b-c5b8-4c5d-89b6-3f17448cc325";
  expect(await one(key, audit)).toEqual([403, "Insufficient permissions"]);
  expect(await one(adminKey, audit)).toEqual([200, "Security Audit"]);
  expect(await one(key, "x")).toEqual([404, "Template not found"]);
});

describe("a template of the tenant's own", () => {
  const custom = {
    name: "Weekly health",
    description: "System health of the last week.",
    generator_class: "system_health",
    parameters: [{ name: "days", type: "number", label: "Days", required: true, default: 7 }],
  };
  const setting = async () => {
    const world = createWorld();
    const caller = await newCaller(world);
    const send = async (method: string, path: string, body?: unknown, as = caller.adminKey) => {
      const options = { method, key: as, ...(body !== undefined && { body }) };
      const response = await world.server.request(`${REPORTS}/templates${path}`, options);
      return [response.status, await json(response)];
    };
    return { world, ...caller, send };
  };

  it("is created, used, changed and switched off", async () => {
    const { world, key, send } = await setting();
    const [status, { data }] = await send("POST", "", custom);
    expect(status).toBe(201);
    expect(data.template).toMatchObject({
      ...custom,
      display_name: "Weekly health",
      category: "custom",
      required_role: "user",
      output_formats: ["pdf", "md", "html"],
      is_active: true,
      template_config: {},
    });
    const { id } = data.template;
    const report = await create(world, key, { template_id: id, parameters: {} });
    expect((await read(world, key, report)).parameters).toEqual({ days: 7 });
    expect(await send("DELETE", `/${id}`)).toEqual([
      409,
      { success: false, error: "Cannot delete template with active reports" },
    ]);
    await work(world);
    expect((await read(world, key, report)).status).toBe("completed");
    const [, changed] = await send("PUT", `/${id}`, {
      description: "New",
      estimated_time_minutes: 9,
    });
    expect(changed.data.template).toMatchObject({
      name: "Weekly health",
      description: "New",
      estimated_time_minutes: 9,
    });
    expect((await read(world, key, report)).template.description).toBe(custom.description);
    expect(await send("DELETE", `/${id}`)).toEqual([
      200,
      { success: true, message: "Template deleted successfully" },
    ]);
    expect((await send("GET", `/${id}`))[0]).toBe(404);
    const refused = await post(world, key, { template_id: id, title: "x" });
    expect((await json(refused)).error).toBe("Template not found or not available");
  });

  it("has its first format made where none is asked for", async () => {
    const { world, key, send } = await setting();
    const [, { data }] = await send("POST", "", { ...custom, output_formats: ["html", "md"] });
    const id = data.template.id;
    const report = await create(world, key, { template_id: id, parameters: {} });
    expect((await read(world, key, report)).output_format).toBe("md");
    const pdf = await post(world, key, { template_id: id, title: "x", output_format: "pdf" });
    expect((await json(pdf)).error).toBe("Invalid output_format: pdf");
  });

  it("checks its parameters when a report is asked for", async () => {
    const { world, key, send } = await setting();
    const [, { data }] = await send("POST", "", {
      ...custom,
      parameters: [
        { name: "academy", type: "number", label: "Academy", required: true },
        { name: "kind", type: "select", label: "Kind", required: false, options: ["a", "b"] },
        { name: "day", type: "date", label: "Day", required: false },
      ],
    });
    const errorOf = async (parameters?: object) =>
      (
        await json(
          await post(world, key, { template_id: data.template.id, title: "x", parameters }),
        )
      ).error;
    expect(await errorOf()).toBe("Invalid parameters.academy: is required");
    expect(await errorOf({ academy: "1" })).toBe("Invalid parameters.academy: 1");
    expect(await errorOf({ academy: 1, kind: "c" })).toBe("Invalid parameters.kind: c");
    expect(await errorOf({ academy: 1, day: "2026-02-30" })).toBe(
      "Invalid parameters.day: 2026-02-30",
    );
    expect(await errorOf({ academy: 1, kind: "a", day: "2026-02-28" })).toBeUndefined();
  });

  it("is written by admins only, with every field checked", async () => {
    const { key, send, world, adminKey } = await setting();
    const { key: readKey } = await newKey(world.server, adminKey, {
      role: "admin",
      scopes: ["read"],
    });
    const errorOf = async (...args: Parameters<typeof send>) => {
      const [status, { error }] = await send(...args);
      return [status, error];
    };
    expect(await errorOf("POST", "", custom, key)).toEqual([403, "Admin access required"]);
    expect(await errorOf("POST", "", custom, readKey)).toEqual([403, "Insufficient API key scope"]);
    for (const [change, error] of [
      [{ name: undefined, description: undefined }, "name is required"],
      [{ description: " " }, "description is required"],
      [{ name: null }, "name is required"],
      [{ generator_class: undefined }, "generator_class is required"],
      [{ parameters: undefined }, "parameters is required"],
      [{ generator_class: "evil" }, "Invalid generator_class: evil"],
      [{ parameters: "x" }, "Invalid parameters: must be a list"],
      [{ parameters: [{ name: "a", label: "A", type: "x" }] }, "Invalid parameters.type: x"],
      [{ output_formats: ["docx"] }, 'Invalid output_formats: ["docx"]'],
      [{ required_role: "root" }, "Invalid required_role: root"],
      [
        { max_output_tokens: 5 },
        "Invalid max_output_tokens: must be a whole number from 1024 to 65536",
      ],
      [{ is_active: "no" }, "Invalid is_active: no"],
      [{ template_config: { writer: "x" } }, "Invalid template_config.writer: x"],
    ] as const) {
      expect(await errorOf("POST", "", { ...custom, ...change })).toEqual([400, error]);
    }
    const taken = [409, "Template with this name already exists"];
    expect(await errorOf("POST", "", { ...custom, name: "System Health" })).toEqual(taken);
    const [, { data }] = await send("POST", "", custom);
    expect(await errorOf("PUT", `/${data.template.id}`, { name: "System Health" })).toEqual(taken);
    const nowhere = `/${crypto.randomUUID()}`;
    for (const method of ["PUT", "DELETE"]) {
      expect(await errorOf(method, nowhere, method === "PUT" ? custom : undefined)).toEqual([
        404,
        "Template not found",
      ]);
    }
    const other = await newCaller(world);
    expect(await errorOf("DELETE", `/${data.template.id}`, undefined, other.adminKey)).toEqual([
      404,
      "Template not found",
    ]);
  });

  it("keeps what others change of it at the same time, and its name to itself", async () => {
    const { send } = await setting();
    const made = await Promise.all(
      ["One", "Two"].map((name) => send("POST", "", { ...custom, name })),
    );
    const [one, two] = made.map(([, { data }]) => `/${data.template.id}`);
    const renamed = await Promise.all(
      [one, two].map((path = "") => send("PUT", path, { name: "Three" })),
    );
    expect(new Set(renamed.map(([status]) => status))).toEqual(new Set([200, 409]));
    const changes = { display_name: "D", category: "c", description: "d", security_level: "high" };
    await Promise.all(
      Object.entries(changes).map(([field, value]) => send("PUT", one ?? "", { [field]: value })),
    );
    expect((await send("GET", one ?? ""))[1].data.template).toMatchObject(changes);
  });

  it("tells who may do what", async () => {
    const { key, adminKey, send } = await setting();
    const rights = async (as: string) =>
      (await send("GET", `/${BEE}/permissions`, undefined, as))[1].data;
    const user = { can_view: true, can_edit: false, can_delete: false, can_execute: true };
    expect(await rights(key)).toEqual({
      template_id: BEE,
      required_role: "user",
      user_permissions: user,
    });
    expect((await rights(adminKey)).user_permissions).toMatchObject({
      can_edit: true,
      can_delete: true,
    });
  });

  it("may be an edited seeded one, which stays edited and stays off", async () => {
    const { send } = await setting();
    const health = "16ea4f90-8fc2-4365-b2cc-27157758d900";
    const [, { data }] = await send("GET", `/${health}`);
    const [status, changed] = await send("PUT", `/${health}`, {
      ...data.template,
      display_name: "Health",
    });
    expect([status, changed.data?.template ?? changed]).toEqual([
      200,
      { ...data.template, display_name: "Health" },
    ]);
    const [, scrambled] = await send("PUT", `/${health}`, { requires_scrambling: true });
    expect(scrambled.data.template.scrambling_profile).toBe("standard");
    await send("PUT", `/${BEE}`, { display_name: "Bee" });
    expect((await send("GET", `/${BEE}`))[1].data.template.display_name).toBe("Bee");
    await send("DELETE", `/${BEE}`);
    expect((await send("GET", ""))[1].data.count).toBe(7);
    await send("PUT", `/${BEE}`, { is_active: true });
    expect((await send("GET", `/${BEE}`))[1].data.template.display_name).toBe("Bee");
  });
});
