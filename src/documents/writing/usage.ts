import type { Usage } from "../generator.ts";

/** What several calls of the same model cost together. */
export const sumUsage = (usages: readonly Usage[]): Usage | undefined => {
  const [first, ...others] = usages;
  return (
    first &&
    others.reduce(
      (sum, { calls, input_tokens, output_tokens }) => ({
        ...sum,
        calls: sum.calls + calls,
        input_tokens: sum.input_tokens + input_tokens,
        output_tokens: sum.output_tokens + output_tokens,
      }),
      first,
    )
  );
};
