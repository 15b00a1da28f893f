/** What the scripts ask of the service, over HTTP like everybody. */
export interface Api {
  url: string;
  key: string;
}

export class ApiFailure extends Error {
  readonly status: number;

  constructor(status: number, what: string, body: string) {
    super(`${what} answered ${status}: ${body.slice(0, 500)}`);
    this.status = status;
  }
}

async function answerOf(response: Response, what: string): Promise<unknown> {
  const body = await response.text();
  if (!response.ok) throw new ApiFailure(response.status, what, body);
  return JSON.parse(body);
}

export async function get({ url, key }: Api, path: string): Promise<unknown> {
  const headers = { "X-API-Key": key };
  return answerOf(await fetch(url + path, { headers }), `GET ${path}`);
}

export async function post(
  { url, key }: Api,
  path: string,
  body: string,
  type = "application/json",
): Promise<unknown> {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": type };
  const response = await fetch(url + path, { method: "POST", headers, body });
  return answerOf(response, `POST ${path}`);
}
