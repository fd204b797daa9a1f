import { Agent, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { buildApp } from 'fauxqs';
import { RealClock } from '../../../local/clock/real-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import { DynamoDbService } from '../../../local/services/dynamodb/dynamodb-service.ts';
import { Gateway } from '../../../local/services/gateway.ts';
import { listen } from '../../../local/services/http-server.ts';
import { SnsService } from '../../../local/services/sns/sns-service.ts';
import { SqsService } from '../../../local/services/sqs/sqs-service.ts';

/** A request as an SDK would put it on the wire; all contenders get the same bytes. */
export interface Outgoing {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @returns the body of the answer; rejects where it is not a 200 */
export type Way = (request: Outgoing) => Promise<string>;

/** One implementation and the ways into it. */
export interface Side {
  readonly name: string;
  /** Without a socket; absent where it offers none. */
  readonly inProcess?: Way;
  readonly overHttp: Way;
  stop(): Promise<void>;
}

const accountId = '000000000000';
const noQuery = new URLSearchParams();

/** The gateway with the engines behind it, IAM and all, as the local runtime serves it. */
export async function ourSide(): Promise<Side> {
  const clock = new RealClock();
  const place = { accountId, region: 'us-east-1', endpoint: 'http://127.0.0.1:4566' };
  const random = seededRandom(1);
  const cloud = createCloud(
    { clock, random, ...place, journal: () => undefined },
    {
      environments: () => {
        throw new Error('no function is involved');
      },
    },
  );
  const gateway = new Gateway(
    [new DynamoDbService(cloud.dynamodb), new SnsService(cloud.sns), new SqsService(cloud.sqs)],
    {
      callerOf: (accessKeyId) => cloud.iam.callerFor(accessKeyId),
      authorizerFor: (caller) => cloud.iam.authorizerFor(caller),
      nextRequestId: () => random.uuid(),
    },
  );
  const server = await listen(0, (request) => gateway.handle(request));
  const http = overHttp(server.port);
  return {
    name: 'ours',
    inProcess: async ({ headers, body }) => {
      const request = { method: 'POST', path: '/', query: noQuery, headers, body: Buffer.from(body) };
      const { status, body: answer } = await gateway.handle(request);
      return accepted(status, answer as string);
    },
    overHttp: http.way,
    async stop() {
      http.agent.destroy();
      await server.close();
      clock.stop();
    },
  };
}

/** Queues and topics; `inject` is its own way in without a socket. */
export async function fauxqsSide(): Promise<Side> {
  const app = await buildApp({ logger: false });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const http = overHttp((app.server.address() as AddressInfo).port);
  return {
    name: 'fauxqs',
    inProcess: async ({ headers, body }) => {
      const { statusCode, payload } = await app.inject({ method: 'POST', url: '/', headers, payload: body });
      return accepted(statusCode, payload);
    },
    overHttp: http.way,
    async stop() {
      http.agent.destroy();
      await app.close();
    },
  };
}

/** Tables; there is no way in but HTTP. */
export async function dynaliteSide(): Promise<Side> {
  const server: Server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = overHttp((server.address() as AddressInfo).port);
  return {
    name: 'dynalite',
    overHttp: http.way,
    async stop() {
      http.agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function overHttp(port: number): { readonly way: Way; readonly agent: Agent } {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const way: Way = ({ headers, body }) =>
    new Promise((resolve, reject) => {
      const length = { 'content-length': String(Buffer.byteLength(body)) };
      const options = { agent, host: '127.0.0.1', port, method: 'POST', path: '/', headers: { ...headers, ...length } };
      const request = httpRequest(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          try {
            resolve(accepted(response.statusCode!, text));
          } catch (error) {
            reject(error);
          }
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  return { way, agent };
}

function accepted(status: number, body: string): string {
  if (status !== 200) throw new Error(`answered ${status}: ${body.slice(0, 300)}`);
  return body;
}
