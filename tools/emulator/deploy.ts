import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as z from 'zod';

const root = join(import.meta.dirname, '../..');
const home = join(root, '.emu/cdk');
const region = 'us-east-1';
const account = '000000000000';

/** What a test needs to know of one deployed stage. */
export const deployment = z.object({
  stage: z.string(),
  /** Where the emulated AWS answers. */
  endpoint: z.url(),
  region: z.string(),
  /** As API Gateway gave it out. */
  apiUrl: z.url(),
  /** What people are told to open; see front.ts. */
  publicUrl: z.url(),
  sender: z.string(),
  tableName: z.string(),
  recordsBucket: z.string(),
  userPoolId: z.string(),
  clientId: z.string(),
});
export type Deployment = z.infer<typeof deployment>;

/** What an SDK client needs to reach the emulator. It takes any key. */
export function clientSettings({ endpoint }: { endpoint: string }) {
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}

/** The same for programs, such as CDK's command line. */
export function awsEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    // The older AWS command line knows only this name.
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** What a stage of the tests is told beside its defaults. Each sends from an address of its own, which makes its mails known. */
function settingsOf(stage: string, port: number): Record<string, string> {
  return {
    DONDOC_STAGE: stage,
    DONDOC_SENDER: `${stage}@example.com`,
    DONDOC_PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
}

/** Once per emulator, as once per account and region. */
export async function bootstrap(endpoint: string): Promise<void> {
  await cdk(endpoint, ['bootstrap', `aws://${account}/${region}`], settingsOf('e2e-bootstrap', 1));
}

/**
 * Deploys, or brings up to date, all stacks of a stage with the CDK command line as anybody would.
 * @param port under which its public address is to be served
 * @param changes settings other than the usual ones, such as `{ DONDOC_REQUEST_RATE: '60' }`
 */
export async function deploy(
  endpoint: string,
  stage: string,
  port: number,
  changes: Record<string, string> = {},
): Promise<Deployment> {
  const settings = { ...settingsOf(stage, port), ...changes };
  mkdirSync(home, { recursive: true });
  const outputsFile = join(home, `${stage}.outputs.json`);
  await cdk(
    endpoint,
    ['deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsFile],
    settings,
  );
  const name = `don-doc-${stage}`;
  const outputs = z
    .object({
      [name]: z.object({ ApiUrl: z.string() }),
      [`${name}-data`]: z.object({ TableName: z.string(), RecordsBucket: z.string() }),
      [`${name}-identity`]: z.object({ UserPoolId: z.string(), PeopleClientId: z.string() }),
    })
    .transform((stacks) => Object.assign({}, ...Object.values(stacks)))
    .parse(JSON.parse(readFileSync(outputsFile, 'utf8')));
  return deployment.parse({
    stage,
    endpoint,
    region,
    apiUrl: outputs.ApiUrl,
    publicUrl: settings.DONDOC_PUBLIC_URL,
    sender: settings.DONDOC_SENDER,
    tableName: outputs.TableName,
    recordsBucket: outputs.RecordsBucket,
    userPoolId: outputs.UserPoolId,
    clientId: outputs.PeopleClientId,
  });
}

/** @throws with CDK's own words when what is deployed is not what the code says */
export async function expectNoDifference(
  endpoint: string,
  stage: string,
  port: number,
  changes: Record<string, string> = {},
): Promise<void> {
  await cdk(endpoint, ['diff', '--fail'], { ...settingsOf(stage, port), ...changes });
}

function cdk(endpoint: string, args: string[], settings: Record<string, string>): Promise<void> {
  // Nothing of whoever runs this: no profile, no account, no stage.
  const inherited = Object.entries(process.env).filter(([key]) => !/^(AWS|DONDOC|CDK)_/.test(key));
  const child = spawn(
    process.execPath,
    ['node_modules/aws-cdk/bin/cdk', ...args, '--output', join(home, settings.DONDOC_STAGE ?? 'stage')],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(inherited),
        PATH: [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter),
        ...awsEnvironment(endpoint),
        CI: '1',
        NO_COLOR: '1',
        ...settings,
      },
    },
  );
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      words += String(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`cdk ${args.join(' ')} ended with ${code}:\n${words}`)),
    );
  });
}
