/** moto's server in a process of its own, on a port that the system chooses. */
import { spawn } from 'node:child_process';

export interface MotoServer {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startMoto(program: string): Promise<MotoServer> {
  const child = spawn(program, ['--host', '127.0.0.1', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    };
    // it logs every request: output that nobody reads would block it
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`moto's server ended with ${code}: ${said.slice(-500)}`)));
  });
  return {
    url,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
