import type { ModelSettings } from "#documents";

export interface LanguageModelConfig {
  /** `openai-compatible` or `workers-ai`. */
  provider: string;
  name: string;
  /** Of an OpenAI-compatible server, up to `/v1`. */
  baseUrl?: string | undefined;
  apiKey?: string | undefined;
  /** The binding of Workers AI. */
  ai?: Ai | undefined;
  fetch?: typeof fetch | undefined;
}

async function openAiCompatible({ name, baseUrl = "", apiKey, fetch }: LanguageModelConfig) {
  const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
  const provider = createOpenAICompatible({
    name: "openai-compatible",
    baseURL: baseUrl,
    supportsStructuredOutputs: true,
    ...(apiKey && { apiKey }),
    ...(fetch && { fetch }),
  });
  return provider.chatModel(name);
}

async function workersAi(binding: Ai, name: string) {
  const { createWorkersAI } = await import("workers-ai-provider");
  return createWorkersAI({ binding })(name);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The language model that is configured; undefined where none is. Its libraries load when used. */
export function createLanguageModel(config: LanguageModelConfig): ModelSettings | undefined {
  const { provider, name, baseUrl, ai } = config;
  if (name === "") return undefined;
  if (provider === "workers-ai" && ai) {
    return { provider, name, load: () => workersAi(ai, name), pause };
  }
  if (provider === "openai-compatible" && baseUrl) {
    return { provider, name, load: () => openAiCompatible(config), pause };
  }
  return undefined;
}
