import { App, Tags } from 'aws-cdk-lib';
import { ConfigurationError, loadConfig } from './config.ts';
import { DataStack } from './data-stack.ts';
import { IdentityStack } from './identity-stack.ts';
import { ServiceStack } from './service-stack.ts';

/** Builds all stacks of one deployment. */
export function buildApp(
  environment: Record<string, string | undefined>,
  options: { outdir?: string; context?: Record<string, string> } = {},
): App {
  const app = new App({
    ...(options.outdir ? { outdir: options.outdir } : {}),
    context: options.context ?? {},
    // Nobody's machine in the template, and two runs give the same one.
    analyticsReporting: false,
    treeMetadata: false,
  });
  const config = loadConfig((key) => app.node.tryGetContext(key), environment);
  const name = `don-doc-${config.stage}`;
  const common = {
    terminationProtection: config.protectData,
    ...(config.region || config.account
      ? {
          env: {
            ...(config.account ? { account: config.account } : {}),
            ...(config.region ? { region: config.region } : {}),
          },
        }
      : {}),
  };
  const data = new DataStack(app, `${name}-data`, config, common);
  const tokens = config.oidcIssuer
    ? { issuer: config.oidcIssuer, audience: config.oidcAudience }
    : new IdentityStack(app, `${name}-identity`, config, common).tokens;
  new ServiceStack(app, name, config, { ...common, terminationProtection: false, data, tokens });
  Tags.of(app).add('application', 'don-doc');
  Tags.of(app).add('stage', config.stage);
  return app;
}

if (import.meta.main) {
  try {
    buildApp(process.env, process.env.CDK_OUTDIR ? {} : { outdir: 'cdk.out' }).synth();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
