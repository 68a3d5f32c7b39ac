const WITHIN_MS = 20_000;

/** What a GET answers, as text; rejects when it is no success or takes too long. */
export async function fetchText(
  url: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(WITHIN_MS) });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}
