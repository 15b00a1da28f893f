const FRAMEWORKS = {
  GDPR: ["EMAIL", "PHONE", "NAME", "DOB", "IP", "SSN"],
  CCPA: ["EMAIL", "PHONE", "NAME", "DOB", "IP", "SSN"],
  "PCI DSS": ["CARD"],
  GLBA: ["CARD", "IBAN"],
} as const;

/** Items found of the types that each framework is about. */
export const frameworkItems = (types: readonly { type: string; items: number }[]) =>
  Object.entries(FRAMEWORKS).map(([framework, about]) => ({
    framework,
    types: about.join(", "),
    items: types
      .filter(({ type }) => about.some((one) => one === type))
      .reduce((sum, { items }) => sum + items, 0),
  }));
