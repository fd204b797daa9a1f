import { listen, type HttpServer } from './services/http-server.ts';
import type { WireRequest, WireResponse } from './services/service.ts';

type Answer = (request: WireRequest) => Promise<WireResponse>;

const unavailable: Answer = async () => ({ status: 503, headers: {}, body: '' });

/** The AWS port and the API's. They open before anything is behind them, as functions are told where they are at deployment. */
export class Doors {
  /** What answers at the AWS port. */
  answer = unavailable;
  /** Requests to the AWS port whose body the answer reads itself. */
  streams: (request: Omit<WireRequest, 'body'>) => boolean = () => false;
  /** What answers at the API's port. */
  answerApi = unavailable;
  #aws: HttpServer | undefined;
  #api: HttpServer | undefined;

  /**
   * @param port of the API; undefined where there is none
   * @throws Error in one line where a port is taken; none is open then
   */
  static async open(awsPort: number, port: number | undefined): Promise<Doors> {
    const doors = new Doors();
    try {
      doors.#aws = await listen(awsPort, (request) => doors.answer(request), {
        streams: (request) => doors.streams(request),
      });
      if (port !== undefined) doors.#api = await listen(port, (request) => doors.answerApi(request));
      return doors;
    } catch (error) {
      await doors.close();
      throw error;
    }
  }

  get awsPort(): number {
    return this.#aws!.port;
  }

  get awsUrl(): string {
    return `http://127.0.0.1:${this.awsPort}`;
  }

  get apiUrl(): string | undefined {
    return this.#api && `http://127.0.0.1:${this.#api.port}`;
  }

  async closeApi(): Promise<void> {
    await this.#api?.close();
  }

  async closeAws(): Promise<void> {
    await this.#aws?.close();
  }

  async close(): Promise<void> {
    await Promise.all([this.closeApi(), this.closeAws()]);
  }
}
