import { once } from 'node:events';
import { createServer, request } from 'node:http';

/**
 * Serves the public address of a deployment in the emulator and hands every request on unchanged but for its host, by which the
 * emulator tells APIs apart: `fetch` may not set that header, and the API's own name resolves nowhere.
 */
export async function openFront(deployment: {
  publicUrl: string;
  apiUrl: string;
  endpoint: string;
}): Promise<{ close(): void }> {
  const { hostname, port } = new URL(deployment.endpoint);
  const { host } = new URL(deployment.apiUrl);
  const server = createServer((incoming, outgoing) => {
    const { method, url: path } = incoming;
    const onward = request({ hostname, port, method, path, headers: { ...incoming.headers, host } });
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  const address = new URL(deployment.publicUrl);
  server.listen(Number(address.port), address.hostname);
  await once(server, 'listening');
  return {
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
