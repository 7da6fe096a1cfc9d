// The few calls of Prometheus's HTTP API that checking needs.

export interface Answer {
  result: { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[];
}

/** A rule that a Prometheus evaluates. */
export interface Rule {
  name: string;
  query: string;
  type: 'alerting' | 'recording';
  health: string;
  lastError?: string;
}

export class Prometheus {
  constructor(private readonly url: string) {}

  /** At one time, in seconds since the epoch. */
  instant(query: string, time: number): Promise<Answer> {
    return this.get<Answer>('query', { query, time: String(time) });
  }

  /** Between two times, in seconds since the epoch. */
  range(query: string, start: number, end: number, stepSeconds: number): Promise<Answer> {
    return this.get<Answer>('query_range', {
      query,
      start: String(start),
      end: String(end),
      step: String(stepSeconds),
    });
  }

  /** Values of a label among the series that a selector matches. */
  labelValues(label: string, selector: string, start: number, end: number): Promise<string[]> {
    const parameters = { 'match[]': selector, start: String(start), end: String(end) };
    return this.get<string[]>(`label/${label}/values`, parameters);
  }

  async rules(): Promise<Rule[]> {
    const { groups } = await this.get<{ groups: { rules: Rule[] }[] }>('rules', {});
    return groups.flatMap(({ rules }) => rules);
  }

  private async get<T>(path: string, parameters: Record<string, string>): Promise<T> {
    const search = new URLSearchParams(parameters).toString();
    let response: Response;
    try {
      response = await fetch(`${this.url.replace(/\/$/, '')}/api/v1/${path}?${search}`);
    } catch {
      throw new Error(`cannot reach Prometheus at ${this.url}`);
    }
    const body = (await response.json()) as { status: string; error?: string; data?: T };
    if (body.status !== 'success' || body.data === undefined)
      throw new Error(body.error ?? response.statusText);
    return body.data;
  }
}
