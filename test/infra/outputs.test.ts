import { expect, it } from 'vitest';
import { places } from '../../tools/admin/deployment.ts';
import { build, template } from './templates.ts';

it('the stacks tell the operator tools all that they ask for', () => {
  const app = build({});
  const outputs = ['don-doc-local', 'don-doc-local-data'].flatMap((stack) =>
    Object.keys(template(app, stack).findOutputs('*')),
  );
  expect(outputs).toEqual(expect.arrayContaining(Object.values(places)));
});
