import { App, type StackProps, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { defaultCalendarYears } from '../shared/domain/default-calendar.ts';
import { acknowledge } from './acknowledgements.ts';
import { checkCalendar } from './calendar-check.ts';
import { ConfigurationError, loadConfig } from './config.ts';
import { DataStack } from './data-stack.ts';
import { FrontStack } from './front-stack.ts';
import { IdentityStack } from './identity-stack.ts';
import { checkIssuer } from './issuer-check.ts';
import { ServiceStack } from './service-stack.ts';

/**
 * Builds all stacks of one deployment. What cdk-nag or CDK's own validation finds and acknowledgements.ts does not explain, fails
 * the synthesis.
 */
export function buildApp(
  environment: Record<string, string | undefined>,
  options: { outdir?: string; context?: Record<string, string> } = {},
): App {
  const app = new App({
    ...(options.outdir ? { outdir: options.outdir } : {}),
    context: {
      // What CDK's own rules find in a template is an error, not a remark.
      '@aws-cdk/core:validateAgainstDefaultRules': true,
      // What the service imports of the data cannot be taken away under it. CDK warns until one has chosen.
      '@aws-cdk/core:defaultCrossStackReferences': 'strong',
      ...options.context,
    },
    // Nobody's machine in the template, and two runs give the same one.
    analyticsReporting: false,
    treeMetadata: false,
  });
  const config = loadConfig(app.node.getAllContext(), environment);
  checkCalendar(defaultCalendarYears);
  const name = `don-doc-${config.stage}`;
  const at = (region: string | undefined, protect: boolean): StackProps => ({
    terminationProtection: protect && config.protectData,
    env: { ...(config.account ? { account: config.account } : {}), ...(region ? { region } : {}) },
  });
  const data = new DataStack(app, `${name}-data`, config, at(config.region, true));
  const tokens = config.oidcIssuer
    ? { issuer: config.oidcIssuer, audience: config.oidcAudience }
    : new IdentityStack(app, `${name}-identity`, config, at(config.region, true)).tokens;
  new ServiceStack(app, name, config, { ...at(config.region, false), data, tokens });
  if (config.frontOf)
    new FrontStack(app, `${name}-front`, config, { ...at('us-east-1', false), apiHost: config.frontOf });

  Tags.of(app).add('application', 'don-doc');
  Tags.of(app).add('stage', config.stage);
  acknowledge(app);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

if (import.meta.main) {
  try {
    const app = buildApp(process.env, process.env.CDK_OUTDIR ? {} : { outdir: 'cdk.out' });
    await checkIssuer(loadConfig(app.node.getAllContext(), process.env));
    app.synth();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
