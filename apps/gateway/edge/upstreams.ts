import { Failure } from '@postern/contracts';
import { Agent, type Dispatcher } from 'undici';

/** How long connecting to an upstream may take; milliseconds. */
const CONNECT_TIMEOUT_MS = 3_000;

const TIMEOUTS = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'];

/** The servers behind protected routes. Their certificates are verified; redirects are the caller's to follow. */
export class Upstreams {
  /** As many connections as requests: none waits for another, and how many there are is bounded by our callers'. */
  private readonly agent = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS } });

  /**
   * Resolves when the answer begins.
   *
   * @throws Failure `gateway_timeout`, `bad_gateway`
   */
  async ask(request: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData> {
    let answer: Dispatcher.ResponseData;
    try {
      answer = await this.agent.request(request);
    } catch (cause) {
      throw new Failure(TIMEOUTS.includes(codeOf(cause)) ? 'gateway_timeout' : 'bad_gateway', { cause });
    }
    if (answer.statusCode < 600) return answer;
    answer.body.destroy();
    throw new Failure('bad_gateway', { internal: `status ${answer.statusCode}` });
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
