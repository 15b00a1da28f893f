import { AppError } from "#shared";
import { invalid, textOrNull } from "../fields.ts";
import { SHARE_METHODS, type ShareMethod } from "../sharing.table.ts";

type Body = Readonly<Record<string, unknown>>;

const LONGEST_MESSAGE = 2_000;
const MOST_USES = 1_000;

const RULES = {
  link: { mostHours: 720, usualHours: 168, usualUses: null },
  download_token: { mostHours: 24, usualHours: 24, usualUses: 1 },
} as const;

export interface ShareWish {
  method: ShareMethod;
  hours: number;
  /** Null: as often as one likes. */
  maxUses: number | null;
  message: string | null;
}

function methodOf(value: unknown): ShareMethod {
  if (value === "email") {
    const text = "Email sharing is not available; create a link and send it yourself";
    throw new AppError("BAD_REQUEST", text);
  }
  const method = SHARE_METHODS.find((one) => one === value);
  if (!method) throw new AppError("BAD_REQUEST", "Invalid share method");
  return method;
}

function whole<Usual>(field: string, value: unknown, most: number, usual: Usual): number | Usual {
  if (value === undefined || value === null) return usual;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most) {
    return value;
  }
  throw invalid(field, `must be a whole number from 1 to ${most}`);
}

/** What is asked for, checked. @throws BAD_REQUEST */
export function shareWishOf(body: Body): ShareWish {
  const method = methodOf(body["method"]);
  const { mostHours, usualHours, usualUses } = RULES[method];
  return {
    method,
    hours: whole("expires_in_hours", body["expires_in_hours"], mostHours, usualHours),
    maxUses: whole("max_uses", body["max_uses"], MOST_USES, usualUses),
    message: textOrNull("message", body["message"], LONGEST_MESSAGE),
  };
}
