import { AppError } from "#shared";
import { FAULT_TEXTS, type FIELD_TEXTS } from "./fault-texts.ts";
import type { Language } from "./language.ts";

export type FaultName = keyof typeof FAULT_TEXTS;

type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

type ValuesOf<Name extends FaultName> = Record<
  Placeholder<(typeof FAULT_TEXTS)[Name]["en"]>,
  string | number
>;

/** What an AppError of monitoring carries: its surface puts it into the caller's language. */
export interface Fault {
  name: FaultName;
  values: Readonly<Record<string, string | number>>;
  fields?: BadFields;
}

/** By field of the body, what is wrong with it. */
export type BadFields = Readonly<Record<string, readonly (keyof typeof FIELD_TEXTS)[]>>;

/** The text of a fault, `{…}` filled in. */
export const faultText = ({ name, values }: Fault, language: Language): string =>
  FAULT_TEXTS[name][language].replaceAll(/\{(\w+)\}/g, (_, key: string) => String(values[key]));

const asError = (fault: Fault, headers: Record<string, string>): AppError =>
  new AppError(FAULT_TEXTS[fault.name].code, faultText(fault, "en"), { headers, extra: { fault } });

/** A refusal by its slug. Throw it. */
export const fault = <Name extends FaultName>(
  name: Name,
  values: ValuesOf<Name>,
  headers: Record<string, string> = {},
): AppError => asError({ name, values }, headers);

/** `invalid-body`: every bad field at once. */
export const invalidBody = (fields: BadFields): AppError =>
  asError({ name: "invalid-body", values: {}, fields }, {});
